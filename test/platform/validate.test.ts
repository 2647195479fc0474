import { join } from "node:path";
import { expect } from "chai";
import Joi from "joi";
import type { Fen } from "../../src/kernel/money.ts";
import {
  code,
  creditCode,
  day,
  donationCodeField,
  email,
  opaqueId,
  period,
  phone,
  text,
  yuan,
  yuanOrZero,
} from "../../src/platform/fields.ts";
import { fieldErrors, ProblemError } from "../../src/platform/problem.ts";
import { check, checkForm, validate } from "../../src/platform/validate.ts";
import { loadCatalogue } from "../../src/platform/words.ts";

type Gift = { readonly amount: Fen; readonly on: string; readonly fund: string; readonly note?: string };
const schema = Joi.object<Gift>({
  amount: yuan().required(),
  on: day().required(),
  fund: code().required(),
  note: text(10),
});
const good = { amount: "188.50", on: "2026-09-03", fund: "S01" };

const faultsOf = (input: unknown): string[] => {
  const checked = check(schema, input);
  return checked.ok ? [] : checked.faults.map((fault) => `${fault.field}:${fault.code}`);
};
const faultOf = (field: Joi.Schema, value: unknown): string | undefined => {
  const checked = check(Joi.object({ value: field }), { value });
  return checked.ok ? undefined : checked.faults[0]?.code;
};

describe("platform/validate", () => {
  it("reads an amount as fen", () => {
    expect(validate(schema, good)).to.deep.equal({ ...good, amount: 18_850n });
  });

  it("collects all faults at once and refuses unknown fields", () => {
    const input = { amount: "1.005", on: "2026-02-30", extra: 1, note: "x".repeat(11) };
    expect(faultsOf(input)).to.have.members([
      "amount:amount",
      "on:date",
      "fund:required",
      "note:too_long",
      "extra:unknown_field",
    ]);
  });

  it("PIT-38 an amount has one grammar", () => {
    const bad = [
      "0",
      "0.00",
      "-1",
      "+1",
      "1.",
      ".5",
      "1,000",
      "1e3",
      " 1",
      "１",
      "1234567890123",
      "0x10",
      1,
      1.5,
      null,
      true,
    ];
    for (const amount of bad) expect(faultOf(yuan(), amount), String(amount)).to.be.a("string");
    for (const amount of ["0.01", "1", "1.5", "999999999999.99"])
      expect(faultOf(yuan(), amount), amount).to.equal(undefined);
    expect(faultOf(yuanOrZero(), "0.00")).to.equal(undefined);
  });

  it("fields of the field refuse what is nearly right", () => {
    const near: [Joi.Schema, unknown, unknown][] = [
      [day(), "2024-02-29", "2026-02-29"],
      [period(), "2026-12", "2026-13"],
      [phone(), "+852 6123 4567", "12a45678"],
      [creditCode(), "91350100M000100Y43", "91350100M000100Y44"],
      [donationCodeField(), "G-000000", "G-000001"],
      [opaqueId("D"), "D-0123456789ABCDEF", "P-0123456789ABCDEF"],
      [email(), "lin@example.org", "lin@"],
      [text(5), "a\nb", "a\u0000b"],
      [code(), "S01", "S 01"],
    ];
    for (const [field, right, wrong] of near) {
      expect(faultOf(field, right), String(right)).to.equal(undefined);
      expect(faultOf(field, wrong), String(wrong)).to.be.a("string");
    }
  });

  it("a body that is no object is one fault, and text is trimmed", () => {
    for (const body of [undefined, null, [], "x", 5]) expect(check(schema, body).ok, String(body)).to.equal(false);
    expect(validate(schema, { ...good, note: "  yes " }).note).to.equal("yes");
    expect(faultsOf({ ...good, note: "   " })).to.deep.equal(["note:required"]);
  });

  it("a form's empty fields are left out and its texts become what the schema says", () => {
    const form = Joi.object<{ count: number; note?: string }>({ count: Joi.number().integer(), note: text(10) });
    expect(checkForm(form, { count: "3", note: "" })).to.deep.equal({ ok: true, value: { count: 3 } });
    expect(check(form, { count: "3" }).ok).to.equal(false);
  });

  it("says each fault in both languages", () => {
    const { words } = loadCatalogue(join(import.meta.dirname, "../../templates/locales"));
    try {
      validate(schema, { ...good, on: "2026-02-30" });
      expect.fail("nothing was thrown");
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const faults = error.options.faults ?? [];
      expect(fieldErrors(faults, words("en"))[0]).to.deep.equal({
        field: "on",
        code: "date",
        message: "A date that exists, such as 2026-09-03",
      });
      expect(fieldErrors(faults, words("zh-CN"))[0]?.message).to.contain("日期");
    }
  });
});
