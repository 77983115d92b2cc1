/// <reference types="node" />
import { describe, expect, test } from 'tstyche'
import { ConfigurationError, printReport, readConfiguration } from '@fastify-balancer/conf'
import type { Configuration, Entry, HeaderRule, LbMethodModule, ProxyPassRule, ReportLine } from '@fastify-balancer/conf'

describe('readConfiguration', () => {
  test('takes an environment such as process.env', () => {
    expect(readConfiguration('httpd.conf')).type.toBe<Configuration>()
    expect(readConfiguration).type.toBeCallableWith('httpd.conf', { define: { PORT: '80' }, environment: process.env })
    expect(readConfiguration).type.not.toBeCallableWith('httpd.conf', { defines: {} })
    expect(readConfiguration).type.not.toBeCallableWith()
  })
})

describe('Configuration', () => {
  test('names its parts, and has nothing refused in it', () => {
    expect<Configuration['main']['proxyPass'][number]>().type.toBe<ProxyPassRule>()
    expect<Configuration['main']['headers'][number]>().type.toBe<HeaderRule>()
    expect<Configuration['modules'][number]>().type.toBe<LbMethodModule>()
    expect<ReportLine['verdict']>().type.toBe<'used' | 'ignored'>()
  })
})

describe('printReport', () => {
  test('takes the report of a configuration and that of an error', () => {
    expect(printReport).type.toBeCallableWith({} as Configuration['report'])
    expect(printReport).type.toBeCallableWith({} as ConfigurationError['report'])
    expect(printReport([])).type.toBe<string>()
  })
})

describe('ConfigurationError', () => {
  test('has its refusals', () => {
    expect<ConfigurationError['refusals']>().type.toBe<readonly Entry[]>()
    expect<ConfigurationError['code']>().type.toBe<'FST_BALANCER_CONF'>()
  })
})
