import { alarmsCard } from '../page/alarms.ts'
import { laneParts } from '../page/lane.ts'
import { memberCells } from '../page/member-row.ts'
import { ribbonCard } from '../page/ribbon.ts'
import { summary } from '../page/summary.ts'
import { totalsCard } from '../page/totals.ts'
import type { Scene } from '../page/view.ts'
import { why } from '../page/why.ts'
import { inSlices } from '../look/slices.ts'
import type { Board } from './board.ts'

/** Stands for the page's own address, which is not the same for all who look. */
export const address = '%MANAGER%'

/**
 * Draws all pieces of the page that move onto the board. Names: `attn`, `kpi`, `ribbon`; of the n-th balancer `sum.n`, `why.n`; of its
 * m-th member `cells.n.m`, `kind.n.m` and `lane.n.m.PART`.
 */
export async function draw (board: Board, scene: Scene): Promise<void> {
  const { balancers, now } = scene
  board.put('attn', alarmsCard(balancers, now))
  board.put('ribbon', ribbonCard(scene.events, balancers, now))
  board.put('kpi', totalsCard(scene.totals, balancers.length))
  for (const [n, balancer] of balancers.entries()) {
    board.put(`sum.${n}`, summary(balancer.looks))
    board.put(`why.${n}`, why(balancer.reasons))
    let m = 0
    for await (const slice of inSlices(balancer.looks)) {
      for (const look of slice) {
        board.put(`cells.${n}.${m}`, memberCells(look.member))
        board.put(`kind.${n}.${m}`, look.state.kind)
        for (const [name, content] of laneParts(now, balancer, look, `${address}/api`, `${n}-${m}`)) board.put(`lane.${n}.${m}.${name.replace('m ', '')}`, content)
        m++
      }
    }
  }
}
