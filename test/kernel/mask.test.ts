import { expect } from "chai";
import { maskAccount, maskEmail, maskIdentityNumber, maskName, maskPhone } from "../../src/kernel/mask.ts";

describe("kernel/mask", () => {
  it("PII-2 a name keeps its first character and hides its length", () => {
    expect(["张三", "欧阳娜娜", " 李四 ", "𠮷野"].map(maskName)).to.deep.equal(["张*", "欧*", "李*", "𠮷*"]);
    expect(maskName(" ")).to.equal("*");
  });

  it("PII-2 a mobile number keeps three digits in front and four behind, another number four at most", () => {
    expect(maskPhone("13812341234")).to.equal("138****1234");
    expect(maskPhone("+86 138-1234-1234")).to.equal("138****1234");
    expect(maskPhone("61234567")).to.equal("****4567");
    expect(maskPhone("12345")).to.equal("****");
  });

  it("PII-2 identity numbers, accounts and mail addresses", () => {
    expect(maskIdentityNumber("440301199001011234")).to.equal("440***********1234");
    expect(maskAccount("6299 0000 1111 1234")).to.equal("****1234");
    expect(maskAccount("1234")).to.equal("****");
    expect(maskEmail("lin@example.org")).to.equal("l***@example.org");
    expect(maskEmail("@example.org")).to.equal("****");
  });
});
