import { createAnswerEdits } from './edit-answer.ts'
import type { EditAnswer } from './edit-answer.ts'
import { createEditRequest } from './edit-request.ts'
import type { ExchangeContext } from './exchange.ts'
import type { MemberTransports } from './member-transports.ts'
import { readForwarded, readStatuses } from './options.ts'
import type { Settings } from './options.ts'
import { createRequestHeaders } from './request-headers.ts'
import type { AnswerRules } from './response-headers.ts'
import type { Reverse } from './reverse.ts'
import type { SectionOptions } from './sections.ts'
import { readTrust } from './trust.ts'
import { createVia } from './via.ts'

/** All that is decided about a request before it comes, by its path. */
export interface Context extends ExchangeContext {
  readonly answerRules: AnswerRules
  /** Changes answers that no member gave; null: they stay. */
  readonly editOwn: EditAnswer | null
}

/**
 * Makes contexts of the settings and of the sections that hold, a later one winning over an earlier one.
 * @throws FST_BALANCER_BAD_OPTION
 */
export function contextMaker (settings: Settings, transports: MemberTransports, reverse: Reverse): (holding: readonly SectionOptions[]) => Context {
  const trust = readTrust(settings.trustForwarded)
  const via = createVia(settings.proxyVia, settings.serverName)
  return holding => {
    const rules = {
      ...settings,
      proxyPreserveHost: lastOf(settings, holding, 'proxyPreserveHost'),
      proxyAddHeaders: readForwarded(lastOf(settings, holding, 'proxyAddHeaders'))
    }
    const edits = createAnswerEdits([settings, ...holding].flatMap(({ headers = [] }) => headers))
    const editRequest = createEditRequest([settings, ...holding].flatMap(({ requestHeaders = [] }) => requestHeaders))
    return {
      requestHeaders: createRequestHeaders(rules, editRequest, trust),
      errorOverride: readStatuses(lastOf(settings, holding, 'proxyErrorOverride')),
      transports,
      proxyRetryBodySize: settings.proxyRetryBodySize,
      proxyErrorReason: settings.proxyErrorReason,
      answerRules: { reverse, via, edit: edits.ofMembers },
      editOwn: edits.ofOwn
    }
  }
}

type Value = 'proxyPreserveHost' | 'proxyAddHeaders' | 'proxyErrorOverride'

function lastOf<V extends Value> (settings: Settings, holding: readonly SectionOptions[], name: V): Settings[V] {
  const section = holding.findLast(each => each[name] !== undefined)
  return (section?.[name] ?? settings[name]) as Settings[V]
}
