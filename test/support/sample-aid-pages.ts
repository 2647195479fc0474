import { deskView } from "../../src/disbursements/desk-view.ts";
import { newRequestView } from "../../src/disbursements/new-request-view.ts";
import { requestView } from "../../src/disbursements/request-view.ts";
import {
  deskEmpty,
  deskPage,
  newRequest,
  refusedRelease,
  refusedRequest,
  requestPage,
  requestToPay,
} from "./sample-desk.ts";
import type { Sample } from "./pages.ts";

/** The pages of requests for aid with sample data. */
export const aidSamples: readonly Sample[] = [
  {
    name: "desk",
    template: "disbursements/desk",
    path: "/desk",
    signedIn: true,
    view: (words) => deskView(deskPage, words),
  },
  {
    name: "desk-empty",
    template: "disbursements/desk",
    path: "/desk",
    signedIn: true,
    view: (words) => deskView(deskEmpty, words),
  },
  {
    name: "request",
    template: "disbursements/request",
    path: "/desk/requests/x",
    signedIn: true,
    view: (words) => requestView(requestPage, words),
  },
  {
    name: "request-pay",
    template: "disbursements/request",
    path: "/desk/requests/x",
    signedIn: true,
    refused: refusedRelease,
    view: (words) => requestView(requestToPay, words),
  },
  {
    name: "new-request",
    template: "disbursements/new-request",
    path: "/desk/requests/new",
    signedIn: true,
    refused: refusedRequest,
    view: (words) => newRequestView(newRequest, words),
  },
];
