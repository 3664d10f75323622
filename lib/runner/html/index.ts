export { renderPage } from "./page.ts";
export { sanitiseHtml } from "./sanitise.ts";
