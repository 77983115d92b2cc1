/** How httpd.conf refers to a definition or the environment. */
export function variable (name: string): string {
  return `$\{${name}}`
}
