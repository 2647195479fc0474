import { registerOperation } from "../platform/openapi.ts";
import { READERS, STEPS } from "./access.ts";
import { openSchema, orderSchema } from "./input.ts";

const base = "/api/v1/agencies";
const order = "/api/v1/agency-orders/:order";

/** The operations of routes.ts for the OpenAPI document. */
export const describeAgencies = (): void => {
  registerOperation({
    method: "GET",
    path: base,
    summary: "Money held for others: what is held of each, and since when",
    roles: READERS,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/:no`,
    summary: "One agency with what moved and its orders",
    roles: READERS,
    responses: { 200: "The agency", 404: "No such agency" },
  });
  registerOperation({
    method: "POST",
    path: base,
    summary:
      "Enter money for a recipient that its giver named; another person confirms the class before money is booked",
    roles: STEPS.open,
    body: openSchema,
    idempotent: true,
    responses: { 200: "Known", 201: "Entered" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/:no/confirmation`,
    summary: "Finance confirms that it is agency money: neither recipient nor use may be changed",
    roles: STEPS.confirm,
    responses: { 200: "Confirmed", 403: "The maker cannot confirm", 409: "Confirmed or closed" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/:no/closing`,
    summary: "Close an agency of which nothing is held",
    roles: STEPS.close,
    responses: { 200: "Closed", 409: "Money is held, or an order is open" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/:no/orders`,
    summary: "Order money to be passed on or returned; never more than is held",
    roles: STEPS.order,
    body: orderSchema,
    idempotent: true,
    responses: { 200: "Known", 201: "Ordered", 409: "More than is held, or not confirmed" },
  });
  registerOperation({
    method: "POST",
    path: `${order}/release`,
    summary: "A second person releases an order; its bank row books it",
    roles: STEPS.release,
    responses: { 200: "Released", 403: "The maker cannot release", 409: "Not waiting" },
  });
  registerOperation({
    method: "POST",
    path: `${order}/withdrawal`,
    summary: "Take back an order that the bank has not carried out",
    roles: STEPS.withdraw,
    responses: { 200: "Withdrawn", 409: "Paid already" },
  });
};
