/** A way to hash keys to members: given the members' names, says which one, by its index, a key's hash belongs to. */
export type Scheme = (members: readonly string[]) => (key: number) => number
