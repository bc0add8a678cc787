import '#documents/progress-graph/progress-graph.css';
import { useElementSize } from '@mantine/hooks';
import type { CycleDetail } from '#contracts/cycles';
import { graphOfCycle } from '#documents/progress-graph/from-cycle';
import { ProgressGraph } from '#documents/progress-graph/progress-graph.tsx';
import { graphWords } from '#documents/progress-graph/words';
import { useLanguage } from '../i18n/provider.js';
import { useText } from '../i18n/text.js';

const phoneWidth = 560;

/** A cycle's progress graph, as wide as its place: 4:3 on a phone, about 2.4:1 at the desk. */
export function CycleGraph({ cycle }: { cycle: CycleDetail }) {
  const text = useText();
  const { language } = useLanguage();
  const { ref, width } = useElementSize();
  const words = graphWords(language);
  const model = graphOfCycle(cycle, words);
  const height = width < phoneWidth ? (width * 3) / 4 + 40 : Math.max(width / 2.4, 300);
  return (
    <div ref={ref}>
      {model === null ? (
        <p className="quiet">{text('graph.none')}</p>
      ) : (
        width > 0 && (
          <ProgressGraph
            id={`graph-${cycle.id}`}
            model={model}
            words={words}
            size={{ width: Math.round(width), height: Math.round(height) }}
          />
        )
      )}
    </div>
  );
}
