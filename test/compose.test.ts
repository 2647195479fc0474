import { expect } from "chai";
import { composeWeb } from "../src/compose.ts";
import { undescribed } from "../src/platform/openapi.ts";
import { routesOf } from "../src/platform/route-list.ts";
import { readConfig } from "../config/config.ts";
import { openProcess } from "../src/process.ts";
import { emptyEnvironment } from "./support/environment.ts";

describe("the whole web app", () => {
  it("describes every route of the API that it mounts", async () => {
    const base = await openProcess(readConfig(await emptyEnvironment("compose_test")), "compose-test");
    try {
      const app = await composeWeb(base);
      const mounted = routesOf(app.router).filter(({ path }) => path.startsWith("/api/v1/"));
      expect(mounted, "the test looked").to.have.length.above(40);
      expect(undescribed(app).map(({ method, path }) => `${method} ${path}`)).to.deep.equal([]);
    } finally {
      await base.close();
    }
  });
});
