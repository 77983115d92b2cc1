/** Warns of a path and a target that do not end alike. */

/**
 * What follows a rule's path follows its target, and no slash comes between or goes.
 * @param url of a balancer or a member, or `!`
 * @returns a note; empty: nothing is wrong
 */
export function slashNote (path: string, url: string): string {
  const [, target = ''] = /^(?:unix:[^|]*\|)?[a-z]+:\/\/[^/]*(.*)$/i.exec(url) ?? []
  // Without a path of its own a target gets the slash that every path begins with.
  if (target === '' || path.endsWith('/') === target.endsWith('/')) return ''
  const asked = path.endsWith('/') ? `${path}x` : `${path}/x`
  return `${asked} is sent as ${target}${asked.slice(path.length)}: let both end in a slash, or neither`
}
