/** The place where we say what we use of html-to-text, which brings no types of its own. */
declare module 'html-to-text' {
  export type ConvertOptions = {
    readonly wordwrap?: number | false;
    readonly limits?: { readonly maxInputLength?: number; readonly maxDepth?: number };
    readonly selectors?: readonly {
      readonly selector: string;
      readonly format?: string;
      readonly options?: Readonly<Record<string, unknown>>;
    }[];
  };
  export function compile(options: ConvertOptions): (html: string) => string;
}
