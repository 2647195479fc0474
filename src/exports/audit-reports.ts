import { formatYuan } from "../kernel/money.ts";
import type { BookSheet, SheetCell } from "../ledger/public.ts";
import type { Words } from "../platform/display.ts";
import { auditTable, compactDay } from "./audit-table.ts";
import type { BookExport } from "./book-export.ts";
import { bookSheets } from "./statement-tables.ts";

/** The statements of the last month as the standard's sets of reports and items of reports. */
export const reportRows = (book: BookExport, words: Words): string[] => {
  const sheets = bookSheets(book, words).map((sheet, i) => ({ number: String(i + 1), sheet }));
  return [
    ...sheets.map(({ number, sheet }) =>
      auditTable("T208", "报表集", {
        报表编号: number,
        报表名称: sheet.title,
        报表报告日: compactDay(book.to),
        报表报告期: compactDay(book.statements.period),
        编制单位: book.federation.nameZh,
        货币单位: words.t("exports.audit.unit"),
      }),
    ),
    ...sheets.flatMap(({ number, sheet }) => itemRows(number, sheet)),
  ];
};

/** An item for each amount: the row and the column it stands in, by number and by name. */
const itemRows = (number: string, { tables }: BookSheet): string[] =>
  tables.flatMap(({ columns, rows }, part) =>
    rows.flatMap(({ cells: [name, ...cells] }, i) =>
      cells.flatMap((cell, column) =>
        typeof cell === "string"
          ? []
          : [
              auditTable("T209", "报表项数据", {
                报表编号: number,
                报表项编号: itemNumber({ named: cells[0], part, row: i + 1, column }),
                报表项名称: `${String(name)} ${columns[column + 1]?.head ?? ""}`,
                报表项公式: "",
                报表项数值: formatYuan(cell),
              }),
            ],
      ),
    ),
  );

type Place = {
  readonly named: SheetCell | undefined;
  readonly part: number;
  readonly row: number;
  readonly column: number;
};

/** The form's own number of the row and the column; where a form has none, the table, its row and the column. */
const itemNumber = ({ named, part, row, column }: Place): string =>
  typeof named === "string" ? `${named}-${column}` : `${part + 1}.${row}-${column}`;
