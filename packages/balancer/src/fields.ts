/** Changes in a flat list of header names and values, whose first is Host. */

/** Appends to the value of the field's last line, or adds the field. */
export function appendField (headers: string[], name: string, value: string | undefined, separator: string): void {
  if (value === undefined) return
  const at = findLast(headers, name.toLowerCase())
  if (at === -1) headers.push(name, value)
  else headers[at + 1] += separator + value
}

/** Puts one line in the place of all that the field has. */
export function setField (headers: string[], name: string, value: string): void {
  removeField(headers, name.toLowerCase())
  headers.push(name, value)
}

/** @param name in lower case */
export function removeField (headers: string[], name: string): void {
  for (let at = findLast(headers, name); at !== -1; at = findLast(headers, name)) headers.splice(at, 2)
}

function findLast (headers: readonly string[], name: string): number {
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    const each = headers[i]!
    // Most names differ in length already, or in their first letter.
    if (each.length === name.length && (each.charCodeAt(0) | 0x20) === name.charCodeAt(0) && each.toLowerCase() === name) return i
  }
  return -1
}
