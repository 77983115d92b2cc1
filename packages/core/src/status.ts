/** A status letter of mod_proxy: `status=+H` in httpd.conf, `w_status_H` in the manager. */
export type StatusLetter = 'O' | 'I' | 'N' | 'G' | 'U' | 'D' | 'S' | 'E' | 'H' | 'R' | 'F' | 'C'

/** One bit a letter, so that a member's state is one number. */
export const flag: Readonly<Record<StatusLetter, number>> = {
  O: 1 << 0,
  I: 1 << 1,
  N: 1 << 2,
  G: 1 << 3,
  U: 1 << 4,
  D: 1 << 5,
  S: 1 << 6,
  E: 1 << 7,
  H: 1 << 8,
  R: 1 << 9,
  F: 1 << 10,
  C: 1 << 11
}

const words: ReadonlyArray<readonly [StatusLetter, string]> = [
  ['O', 'Init'], ['I', 'Ign'], ['N', 'Drn'], ['G', 'Gen'], ['U', 'Shut'], ['D', 'Dis'],
  ['S', 'Stop'], ['E', 'Err'], ['H', 'Stby'], ['R', 'Spar'], ['F', 'Free'], ['C', 'HcFl']
]

const unusable = flag.U | flag.D | flag.S | flag.E | flag.C
const usableMask = flag.O | unusable

/** Usable: initialised and not in shutdown, disabled, stopped, in error or failing its check. */
export function isUsable (flags: number): boolean {
  return (flags & usableMask) === flag.O
}

/**
 * Applies a status string such as `+H`, `D-E` or `HDR` to flags: a sign holds for the letters after it, `+` to begin with.
 * @returns the new flags, or undefined when a letter is unknown
 */
export function readStatus (text: string, flags: number): number | undefined {
  let set = true
  for (const char of text.toUpperCase()) {
    if (char === '+') set = true
    else if (char === '-') set = false
    else {
      const bit = flag[char as StatusLetter]
      if (bit === undefined) return undefined
      flags = set ? flags | bit : flags & ~bit
    }
  }
  return flags
}

/** The words that httpd's pages show, each followed by one blank: `Init Ok `. */
export function formatStatus (flags: number): string {
  let text = ''
  for (const [letter, word] of words) {
    if ((flags & flag[letter]) !== 0) text += `${word} `
  }
  if (isUsable(flags)) text += 'Ok '
  return text === '' ? '??? ' : text
}
