// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.exposition.Exposition;
import dev.forager.prometheus.exposition.ExpositionException;
import dev.forager.prometheus.exposition.NativeSample;
import dev.forager.prometheus.exposition.ProtoExposition;
import dev.forager.prometheus.exposition.RawExemplar;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The series of one target from scrape to scrape: which are new, which are gone, and the values of
 * the scrape under way. Confined to the loop of its target.
 *
 * <p>A scrape is {@link #begin}, then {@link #read}, or {@link #endAll} where that failed, then
 * what is reported, {@link #size}, {@link #encode} and {@link #finish}.
 *
 * <p>Longer than most files: the steps of a scrape all work on the same tables.
 */
final class SeriesCache {
    /** Samples further ahead than this are refused, as in Prometheus. */
    private static final long MOST_AHEAD_MILLIS = 10 * 60 * 1000;

    /**
     * Series of failing scrapes are remembered up to this, beside twice those of the last good one.
     */
    private static final int MOST_FAILED = 1000;

    /** Names that are remembered beyond this are looked through. */
    private static final int MOST_NAMES_PER_LINE = 4;

    private final ScrapeJob job;
    private final boolean takesStart;
    private final SampleLabels sampleLabels;
    private final MetadataTable metadata = new MetadataTable();
    private final MetricTree tree;
    private final SeriesPlaces places;
    private final NewLines newLines;
    private final LineTable table = new LineTable();
    private final ScrapeCounts counts = new ScrapeCounts();
    private final MemoryBudget.Reservation memory;
    private final Set<String> lateFamilies = new HashSet<>();

    /** Known series that were forgotten for this scrape, only to be placed anew. */
    private final Set<BytesKey> replaced = new HashSet<>();

    private int replacedScrape;
    private final SeriesLine head = new SeriesLine(new byte[0], 0, null, null, 0);
    private int scrape;
    private int trackedBefore;
    private long nowMillis;
    private int tracked;
    private int continued;
    private int seenLines;
    private boolean hasGone;
    private boolean hasNoRoom;
    private boolean convertsLines;
    private boolean isConverted;
    private int wholeSize;
    private @Nullable Metadata lastNamed;

    SeriesCache(
            Target target,
            ScrapeJob job,
            SampleLabels sampleLabels,
            MetricTree tree,
            boolean takesStart,
            MemoryBudget budget,
            Logger log) {
        this.job = job;
        this.takesStart = takesStart;
        this.sampleLabels = sampleLabels;
        this.tree = tree;
        this.memory = budget.nothing();
        places = new SeriesPlaces(tree, metadata, target, log);
        newLines = new NewLines(sampleLabels, metadata, places);
    }

    /** Begins a scrape. */
    void begin(long millis) {
        scrape++;
        nowMillis = millis;
        counts.clear();
        tracked = 0;
        continued = 0;
        seenLines = 0;
        hasNoRoom = false;
        if (replacedScrape != scrape) {
            replaced.clear();
        }
        lastNamed = null;
    }

    /**
     * Takes everything that a target exposes.
     *
     * @throws ExpositionException when it cannot be read, or more than a limit allows
     */
    void read(Exposition in) throws ExpositionException {
        // The protobuf form has converted what it brings.
        convertsLines = job.convertsToNhcb() && !(in instanceof ProtoExposition);
        isConverted = convertsLines && !job.keepsClassic();
        SeriesLine last = head;
        int headerFrom = in.position();
        boolean hasHeader = false;
        while (true) {
            SeriesLine next = hasHeader ? null : last.next;
            if (next != null && !next.isDead) {
                byte[] header = next.header;
                hasHeader = header != null;
                if (header == null || in.skips(header, next.headerType)) {
                    if (in.isNext(next.key)) {
                        next.touchHeader(scrape);
                        sample(next, in);
                        last = next;
                        headerFrom = in.position();
                        hasHeader = false;
                        continue;
                    }
                } else {
                    hasHeader = false;
                }
                if (hasHeader) {
                    next.touchHeader(scrape);
                }
            }
            switch (in.next()) {
                case TYPE -> {
                    type(in);
                    reserve(0);
                    hasHeader = true;
                }
                case HELP -> {
                    lastNamed = metadata.help(in.family(), in.text(), scrape);
                    noteLate(in.family());
                    reserve(0);
                    hasHeader = true;
                }
                case UNIT -> {
                    lastNamed = metadata.unit(in.family(), in.text(), scrape);
                    noteLate(in.family());
                    reserve(0);
                    hasHeader = true;
                }
                case COMMENT -> hasHeader = true;
                case SERIES, HISTOGRAM -> {
                    SeriesLine line = find(in);
                    last.next = line;
                    line.keepHeader(in, headerFrom, lastNamed);
                    sample(line, in);
                    last = line;
                    headerFrom = in.position();
                    hasHeader = false;
                }
                case END -> {
                    last.next = null;
                    complete();
                    return;
                }
            }
        }
    }

    private void type(Exposition in) {
        String family = in.family();
        if (metadata.type(family, in.type(), scrape)) {
            forget(Set.of(family), scrape - 1);
        }
        noteLate(family);
        lastNamed = metadata.get(family);
    }

    private void noteLate(String family) {
        if (metadata.takeLate()) {
            lateFamilies.add(family);
        }
    }

    private SeriesLine find(Exposition in) throws ExpositionException {
        int start = in.keyStart();
        int end = in.keyEnd();
        int hash = LineTable.hash(in.array(), start, end);
        SeriesLine known = table.get(in.array(), start, end, hash);
        return known != null ? known : made(in, hash);
    }

    private SeriesLine made(Exposition in, int hash) throws ExpositionException {
        byte[] key = in.key();
        reserve(LineTable.bytes(key));
        var exposed = new Labels.Builder();
        in.labels(exposed);
        SeriesLine line = placed(key, hash, exposed.build(), in.histogram());
        line.created = scrape;
        line.isKnown = !replaced.isEmpty() && replaced.contains(new BytesKey(key));
        table.add(line);
        return line;
    }

    /** What is refused counts as exposed, but not as left by the rules. */
    private SeriesLine placed(
            byte[] key, int hash, Labels exposed, @Nullable NativeSample histogram)
            throws ExpositionException {
        try {
            return newLines.of(key, hash, exposed, histogram, isConverted);
        } catch (ExpositionException e) {
            counts.total++;
            throw e;
        }
    }

    private void reserve(long more) throws ExpositionException {
        long needed = held() + more;
        if (needed > memory.bytes() && !memory.growTo(withReserve(needed))) {
            hasNoRoom = true;
            throw new ExpositionException(
                    "series do not fit into memory: %d so far (expected: a sample_limit, or more memory)"
                            .formatted(table.size()));
        }
    }

    private long held() {
        return table.bytes() + metadata.bytes();
    }

    /** Gives back what is not needed any more. */
    private void shrink() {
        if (metadata.asked() > MOST_NAMES_PER_LINE * table.size() + MOST_FAILED) {
            metadata.forgetAsked();
            table.forEach(
                    line -> {
                        if (line.name != null) {
                            metadata.ask(line.name);
                        }
                    });
        }
        memory.shrinkTo(withReserve(held()));
    }

    private static long withReserve(long bytes) {
        return bytes + bytes / 8;
    }

    private void sample(SeriesLine line, Exposition in) throws ExpositionException {
        int samples = samples(line);
        counts.total += samples;
        boolean isRepeated = line.seen == scrape;
        if (!isRepeated) {
            line.seen = scrape;
            seenLines++;
        }
        if (line.isDropped()) {
            return;
        }
        counts.added += samples;
        boolean hasTime = in.hasTime() && job.config().honorTimestamps();
        if (isRepeated && !hasTime) {
            counts.duplicates++;
            return;
        }
        long time = hasTime ? in.timeMillis() : nowMillis;
        if (time > nowMillis + MOST_AHEAD_MILLIS) {
            counts.outOfBounds++;
            return;
        }
        counts.appended += samples;
        if (job.limits().samples() > 0 && counts.appended > job.limits().samples()) {
            counts.hasTooMany = true;
            return;
        }
        if (put(line, in, time) && !line.isKnown) {
            line.isKnown = true;
            counts.seriesAdded += counts.hasTooManyBuckets ? 0 : samples;
        }
        if (line.point != null && (!hasTime || job.config().trackTimestampsStaleness())) {
            track(line);
        }
    }

    /**
     * As how many samples a line counts. A classic histogram that is converted is one, with its
     * first line, beside its lines where those are kept.
     */
    private int samples(SeriesLine line) {
        if (line.part == SeriesLine.UNCOUNTED) {
            return 0;
        }
        if (!convertsLines
                || line.part == Point.CREATED
                || !(line.point instanceof BucketPoint point)
                || !point.isHistogram()) {
            return 1;
        }
        boolean isFirst = point.scrape != scrape;
        return (isFirst ? 1 : 0) + (job.keepsClassic() ? 1 : 0);
    }

    private void track(SeriesLine line) {
        if (line.tracked == scrape) {
            return;
        }
        if (line.tracked == scrape - 1) {
            continued++;
        }
        line.trackedBefore = line.tracked;
        line.tracked = scrape;
        tracked++;
    }

    /** Takes a value; false when it is one that a limit forbids. */
    private boolean put(SeriesLine line, Exposition in, long time) throws ExpositionException {
        Point point = line.point;
        if (point == null) {
            if (line.resource != null && line.info != null) {
                line.resource.info(line.info, scrape);
            }
            return true;
        }
        if (!point.enter(scrape, time)) {
            // The collector refuses it too: "inconsistent timestamps on metric points".
            return true;
        }
        NativeSample histogram = in.histogram();
        if (histogram == null) {
            point.put(line.part, in.value());
        } else {
            NativeSample limited = Resolution.limited(histogram, job);
            if (limited == null) {
                counts.hasTooManyBuckets = true;
                return false;
            }
            point.put(limited);
        }
        if (takesStart && in.startMillis() != 0) {
            point.start(in.startMillis() / 1000.0);
        }
        for (int i = 0; i < in.exemplars(); i++) {
            RawExemplar exemplar = in.exemplar(i);
            if (histogram == null || exemplar.hasTime()) {
                point.add(exemplar, time);
            }
        }
        return true;
    }

    private void complete() throws ExpositionException {
        if (counts.hasTooMany) {
            throw new ExpositionException("sample limit exceeded");
        }
        if (counts.hasTooManyBuckets) {
            throw new ExpositionException("histogram bucket limit exceeded");
        }
        if (continued < trackedBefore) {
            table.forEach(this::endIfGone);
        }
        trackedBefore = tracked;
    }

    private void endIfGone(SeriesLine line) {
        if (line.tracked == scrape - 1) {
            end(line);
        }
    }

    /** A value is no more. */
    void end(SeriesLine line) {
        Point point = line.point;
        if (point != null && (point.scrape != scrape || !point.has(line.part))) {
            point.enter(scrape, nowMillis);
            point.end(line.part);
        }
    }

    /**
     * Everything ends: the scrape failed, or there will be none. Series that it brought are not new
     * when they come again, as in Prometheus.
     */
    void endAll() {
        int failed = scrape;
        scrape++;
        hasGone = true;
        seenLines = 0;
        table.forEach(
                line -> {
                    int last = line.tracked == failed ? line.trackedBefore : line.tracked;
                    if (last != 0 && last == failed - 1) {
                        end(line);
                    }
                    line.tracked = 0;
                });
        table.removeIf(line -> hasNoRoom || (line.created == failed && !line.isKnown));
        trackedBefore = 0;
        if (!lateFamilies.isEmpty()) {
            forget(lateFamilies, scrape);
            lateFamilies.clear();
        } else if (replacedScrape == failed) {
            replacedScrape = scrape + 1;
        }
        if (hasNoRoom) {
            metadata.removeIf(_ -> true);
        }
        if (table.size() + metadata.size() > 2 * wholeSize + MOST_FAILED) {
            // Other names in each scrape that fails: only those of the last one are kept.
            table.removeIf(line -> line.seen != failed);
            metadata.removeIf(each -> each.scrape != failed);
        }
    }

    /** A line of the scrape's own. */
    SeriesLine reportLine(String name) {
        return places.report(sampleLabels.ofReport(name));
    }

    /** A value of the scrape's own. */
    void report(SeriesLine line, double value) {
        if (line.point != null && line.point.enter(scrape, nowMillis)) {
            line.point.put(line.part, value);
        }
    }

    /** Bytes of what the scrape found as one export request. */
    int size() {
        int size = tree.size(scrape);
        counts.unsound = tree.unsound();
        return size;
    }

    /** The request that {@link #size} measured last. */
    Payload encode() {
        return tree.encode();
    }

    /** Forgets what is gone, after what the scrape found is encoded. */
    void finish(boolean isWhole) {
        if (isWhole) {
            if (seenLines < table.size()) {
                table.removeIf(line -> line.seen != scrape);
                hasGone = true;
            }
            wholeSize = table.size() + metadata.size();
        }
        if (!lateFamilies.isEmpty()) {
            forget(lateFamilies, scrape);
            lateFamilies.clear();
        }
        if (isWhole) {
            metadata.expire(scrape);
        }
        if (hasGone) {
            tree.sweep();
            shrink();
            hasGone = false;
        }
    }

    /**
     * Series of families whose type is another one now are placed anew: they are not new, and have
     * not ended. Those that came already keep their place, and with it their sample.
     *
     * @param before the scrape whose series are looked for in the end
     */
    private void forget(Set<String> families, int before) {
        replacedScrape = before + 1;
        table.removeIf(
                line -> {
                    boolean isConcerned =
                            line.name != null && line.seen <= before && isOf(line.name, families);
                    if (isConcerned && line.tracked == before) {
                        trackedBefore--;
                    }
                    if (isConcerned && line.isKnown) {
                        replaced.add(new BytesKey(line.key));
                    }
                    return isConcerned;
                });
        tree.sweep();
    }

    private static boolean isOf(String name, Set<String> families) {
        return families.contains(name) || families.contains(MetadataTable.withoutSuffix(name));
    }

    /** Gives back the memory. */
    void close() {
        memory.close();
    }

    /** What the scrape under way, or the last one, came to. */
    ScrapeCounts counts() {
        return counts;
    }
}
