import type { Entry, PaperBooks, PaperKind } from "./paper-books.ts";

type Row = readonly [day: string, kind: PaperKind, post: readonly Entry[]];

/** The worked month of DOMAIN §4.3: fund A a street fund, B a named one, C a new street fund, G00 the general fund. */
export const JANUARY: readonly Row[] = [
  [
    "2025-12-31",
    "opening.posted",
    [
      ["1002/base", "10000.00"],
      ["3101/G00", "-4000.00"],
      ["3102/A", "-1000.00"],
      ["3102/B", "-5000.00"],
    ],
  ],
  [
    "2026-01-05",
    "donation.settled",
    [
      ["1009/wechat", "100.00"],
      ["410102/A", "-100.00"],
    ],
  ],
  [
    "2026-01-06",
    "payout.settled",
    [
      ["1002/base", "99.40"],
      ["5401/G00", "0.60"],
      ["1009/wechat", "-100.00"],
    ],
  ],
  [
    "2026-01-08",
    "donation.settled",
    [
      ["1002/base", "1000.00"],
      ["410102/B", "-1000.00"],
    ],
  ],
  [
    "2026-01-31",
    "management.fee",
    [
      ["3102/B", "50.00"],
      ["3101/G00", "-50.00"],
    ],
  ],
  [
    "2026-01-10",
    "donation.settled",
    [
      ["1002/base", "200.00"],
      ["410101/G00", "-200.00"],
    ],
  ],
  [
    "2026-01-12",
    "agency.moved",
    [
      ["1002/agency", "500.00"],
      ["2601/case-1", "-500.00"],
    ],
  ],
  [
    "2026-01-15",
    "aid.paid",
    [
      ["5101/A/medical", "60.00"],
      ["3102/A", "60.00"],
      ["1002/base", "-60.00"],
      ["3101/A", "-60.00"],
    ],
  ],
  [
    "2026-01-16",
    "donation.settled",
    [
      ["1002/base", "320.00"],
      ["410102/C", "-320.00"],
    ],
  ],
  [
    "2026-01-17",
    "aid.paid",
    [
      ["5101/C/medical", "120.00"],
      ["410102/C", "120.00"],
      ["1002/base", "-120.00"],
      ["410101/C", "-120.00"],
    ],
  ],
  [
    "2026-01-18",
    "donation.refunded",
    [
      ["410101/G00", "40.00"],
      ["1002/base", "-40.00"],
    ],
  ],
  [
    "2026-01-20",
    "goods.accepted",
    [
      ["1201/A", "1500.00"],
      ["410102/A", "-1500.00"],
    ],
  ],
  [
    "2026-01-22",
    "goods.given",
    [
      ["5101/A/elderly", "500.00"],
      ["3102/A", "500.00"],
      ["1201/A", "-500.00"],
      ["3101/A", "-500.00"],
    ],
  ],
  [
    "2026-01-25",
    "bank.ruled",
    [
      ["5301/G00/staff", "800.00"],
      ["1002/base", "-800.00"],
    ],
  ],
  [
    "2026-01-26",
    "line.suspended",
    [
      ["1002/base", "88.00"],
      ["2209/suspense/unknown_credit", "-88.00"],
    ],
  ],
  [
    "2026-01-28",
    "donation.settled",
    [
      ["2209/suspense/unknown_credit", "88.00"],
      ["410102/A", "-88.00"],
    ],
  ],
  [
    "2026-01-29",
    "agency.moved",
    [
      ["2601/case-1", "200.00"],
      ["1002/agency", "-200.00"],
    ],
  ],
  [
    "2026-01-30",
    "bank.ruled",
    [
      ["1002/base", "12.00"],
      ["4901/G00", "-12.00"],
    ],
  ],
];

/** Posts the worked month; in the order of the table, or as given. */
export const postJanuary = (books: PaperBooks, rows: readonly Row[] = JANUARY): void => {
  for (const [on, kind, post] of rows) {
    const answer = books.post({ on, kind, post });
    if ("refused" in answer) throw new Error(`${kind} of ${on}: ${answer.refused}`);
  }
};
