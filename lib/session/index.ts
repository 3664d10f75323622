export { startSession } from "./session.ts";
export type {
  CellError,
  CellResult,
  Completeness,
  Completion,
  InputRequest,
  Inspection,
  Output,
  RunOptions,
  Session,
  SessionOptions,
} from "./types.ts";
