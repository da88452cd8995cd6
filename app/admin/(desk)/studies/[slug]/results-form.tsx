import { Button } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";
import type { Spread } from "@/lib/figures/score-data";
import type { RatingSelection } from "@/lib/services/desk-score-table";

/** What the error bars show, and which ratings count; a plain GET form, so every view has its address. */
export function ResultsForm({
  slug,
  spread,
  selection,
}: {
  slug: string;
  spread: Spread;
  selection: RatingSelection;
}) {
  return (
    <form action={`/admin/studies/${slug}`} className={styles.filters}>
      <div className={styles.field}>
        <label htmlFor="spread">Error bars</label>
        <select id="spread" name="spread" className={styles.input} defaultValue={spread}>
          <option value="sd">± 1 standard deviation (the paper's)</option>
          <option value="se">± 1 standard error over participants</option>
          <option value="ci95">95 % interval over participants</option>
        </select>
      </div>
      <div className={styles.field}>
        <label htmlFor="selection">Ratings</label>
        <select id="selection" name="selection" className={styles.input} defaultValue={selection}>
          <option value="plan">As planned (complete, not excluded)</option>
          <option value="with-excluded">Excluded participants too</option>
          <option value="all-given">All ratings given</option>
        </select>
      </div>
      <Button type="submit" look="secondary" className={styles.small ?? ""}>
        Show
      </Button>
    </form>
  );
}
