import type { Words } from "../../src/platform/display.ts";
import { fundView } from "../../src/disclosure/fund-view.ts";
import { homeView } from "../../src/disclosure/home-view.ts";
import { explainView, monthView, reportsView } from "../../src/disclosure/report-view.ts";
import { explainPage, fundPage, homePage, monthPage, reportsPage } from "./sample-disclosure.ts";

/** Every page of the product with sample data: rendered by the template tests and by the axe run. */
export type Sample = {
  readonly name: string;
  readonly template: string;
  readonly path: string;
  readonly signedIn?: boolean;
  readonly view: (words: Words) => Record<string, unknown>;
};

export const samples: readonly Sample[] = [
  { name: "home", template: "disclosure/home", path: "/", view: (words) => homeView(homePage, words) },
  { name: "fund", template: "disclosure/fund", path: "/funds/S01", view: (words) => fundView(fundPage, words) },
  {
    name: "reports",
    template: "disclosure/reports",
    path: "/reports",
    view: (words) => reportsView(reportsPage, words),
  },
  {
    name: "month",
    template: "disclosure/month",
    path: "/reports/2026-09-v1",
    view: (words) => monthView(monthPage, words),
  },
  {
    name: "explain",
    template: "disclosure/explain",
    path: "/explain/received",
    view: (words) => explainView(explainPage, words),
  },
];
