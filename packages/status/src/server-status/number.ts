/** Writes numbers as httpd's page does. */

/** As APR's `%g`: six digits, no zeros at the end, none before the point: `.789474`, `33945.6`, `1.23457e+06`. */
export function formatNumber (value: number): string {
  const [digits = '', exponent = ''] = value.toExponential(5).split('e')
  const power = Number(exponent)
  if (value !== 0 && (power < -4 || power >= 6)) {
    const sign = power < 0 ? '-' : '+'
    return `${digits.replace(/\.?0+$/, '')}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
  }
  return String(Number(value.toPrecision(6))).replace(/^0\./, '.')
}

/** A number of bytes with its unit: `34.4 kB`. */
export function formatBytes (bytes: number): string {
  if (bytes < 5 * 1024) return `${Math.floor(bytes)} B`
  if (bytes < 1024 ** 2 / 2) return `${(bytes / 1024).toFixed(1)} kB`
  if (bytes < 1024 ** 3 / 2) return `${(bytes / 1024 ** 2).toFixed(1)} MB`
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`
}

/** A number of kilobytes with its unit: `653 kB`. */
export function formatKilobytes (kilobytes: number): string {
  if (kilobytes < 1024) return `${kilobytes} kB`
  return kilobytes < 1024 ** 2 ? `${(kilobytes / 1024).toFixed(1)} MB` : `${(kilobytes / 1024 ** 2).toFixed(1)} GB`
}
