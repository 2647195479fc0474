import { firstDay } from "../kernel/dates.ts";
import type { Words } from "../platform/display.ts";
import { auditLedger, VOUCHER_TYPES } from "./audit-ledger.ts";
import { auditTable, compactDay, periodFields } from "./audit-table.ts";
import { type BookExport, monthsIn } from "./book-export.ts";
import { type Dimension, dimensionValues } from "./dimensions.ts";

/**
 * The minimum audit set after GB/T 24589.1 (accounting software data interface, part 1, enterprises; no part for
 * non-profit bodies exists, LED-11): the public archive and the general ledger as two XML files.
 *
 * Names and order of tables and fields are those of the 2010 edition as programs that write it use them; numbers of tables
 * (locID) likewise, see the schema of our own that goes with the files. The text of the standard, its XML schema and its
 * namespace were not seen, nor the 2024 edition that replaced it on 2025-07-01. So this is a set that can be read, added up
 * and checked against what we say it is, not one that was checked against the standard's schema. Left out: quantities (the
 * books have none), cash flow items by voucher, staff by name (opaque ids stand for them, PII-2).
 */
export const auditFiles = (
  book: BookExport,
  stem: string,
  words: Words,
): readonly { readonly name: string; readonly content: string }[] => [
  { name: `public-archive-${stem}.xml`, content: xmlFile(book, "公共档案", publicArchive(book, words)) },
  { name: `general-ledger-${stem}.xml`, content: xmlFile(book, "总账", auditLedger(book, words)) },
];

const publicArchive = (book: BookExport, words: Words): string[] => [
  auditTable("T101", "电子账簿", {
    电子账簿编号: "1",
    电子账簿名称: words.t("exports.audit.book", { name: book.federation.nameZh }),
    会计核算单位: book.federation.nameZh,
    组织机构代码: book.federation.creditCode,
    单位性质: words.t("exports.audit.kind"),
    行业: words.t("exports.audit.branch"),
    开发单位: words.t("exports.audit.maker"),
    版本号: "1",
    本位币: words.t("exports.audit.currency"),
    会计年度: book.to.slice(0, 4),
    标准版本号: "GB/T 24589.1-2010",
  }),
  ...monthsIn(book).map(({ period, on }) =>
    auditTable("T102", "会计期间", {
      ...periodFields(period),
      会计期间起始日期: compactDay(firstDay(period)),
      会计期间结束日期: compactDay(on),
    }),
  ),
  ...Object.values(VOUCHER_TYPES).map((code) =>
    auditTable("T103", "记账凭证类型", {
      记账凭证类型编号: code,
      记账凭证类型名称: words.t(`exports.voucher.${code}`),
      记账凭证类型简称: words.t(`exports.voucher.${code}.short`),
    }),
  ),
  auditTable("T105", "币种", { 币种编码: "CNY", 币种名称: words.t("exports.audit.currency") }),
  ...DIMENSIONS.map((code) =>
    auditTable("T111", "自定义档案项", {
      档案编码: code,
      档案名称: words.t(`exports.dimension.${code}`),
      档案描述: words.t(`exports.dimension.${code}.about`),
      是否有层级特征: "0",
      档案编码规则: "",
    }),
  ),
  ...dimensionValues(book).map(({ dimension, code, name }) =>
    auditTable("T112", "自定义档案项值", {
      档案编码: dimension,
      档案值编码: code,
      档案值名称: name,
      档案值描述: "",
      档案值父节点: "",
      档案值级次: "1",
    }),
  ),
];

const DIMENSIONS: readonly Dimension[] = ["fund", "purpose", "account", "matter"];

const xmlFile = ({ head }: BookExport, root: string, tables: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!-- ${head.lines} lines of the journal, root ${head.root} -->\n<${root}>\n${tables.join("\n")}\n</${root}>\n`;
