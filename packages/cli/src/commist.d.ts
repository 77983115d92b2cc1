/** The part of commist, which brings no types, that `main` uses. */
declare module 'commist' {
  interface Commist {
    register (command: { command: string, strict: boolean }, run: (args: string[]) => Promise<void>): this
    /** The arguments back when no command matches, null when one ran. */
    parseAsync (args: string[]): Promise<string[] | null>
  }
  export default function commist (): Commist
}
