import { html } from 'ghtml'
import type { Report } from '../report.ts'
import { balancerSection, balancerLegend } from './balancers.ts'
import { connectionTable } from './connections.ts'
import { facts } from './facts.ts'
import { places } from './places.ts'
import { scoreboard } from './scoreboard.ts'
import { style } from './style.ts'

const doctype = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">'

/**
 * The page, element by element as httpd writes it: scrapers count its tables and match its lines.
 * @param notable lists instead of tables where httpd has them
 */
export function renderPage (report: Report, notable: boolean): string {
  const { serverName, localAddress, balancers } = report
  return html`!${doctype}
<html><head>
<title>Apache Status</title>
<meta name='viewport' content='width=device-width, initial-scale=1'>
<style type='text/css'>!${style}</style>
</head><body>
<h1>Apache Server Status for ${serverName} (via ${localAddress})</h1>

!${facts(report)}
!${connectionTable(report)}!${scoreboard(report.total.letters)}!${places(report, notable)}!${balancers.map(balancerSection)}!${balancers.length === 0 ? '' : balancerLegend}</body></html>
`
}
