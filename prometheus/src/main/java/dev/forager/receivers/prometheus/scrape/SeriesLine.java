// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.exposition.Exposition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One series under the name and labels with which its target exposes it, and what it is a part of.
 * Targets expose the same lines in the same order again and again: each line knows the one that
 * followed it, so that the next scrape compares bytes and looks nothing up. Confined to the loop of
 * its target.
 */
final class SeriesLine {
    /**
     * A series that is neither a point nor dropped: {@code target_info}, or one without a bound.
     */
    static final int NO_PART = -5;

    /** A series that rules drop together with others, with which it is one sample. */
    static final int UNCOUNTED = -6;

    final byte[] key;
    final int hash;

    /** The name of the metric; null for a series that rules drop. */
    final @Nullable String name;

    /** What it is a part of; null for a series that is dropped, or no point. */
    final @Nullable Point point;

    final int part;

    /** The labels of a {@code target_info}, and the resource that it describes. */
    @Nullable Labels info;

    MetricTree.@Nullable ResourceNode resource;

    /** The line that followed this one. */
    @Nullable SeriesLine next;

    /** The lines of metadata between the line before and this one; null where there were none. */
    byte @Nullable [] header;

    MetricType headerType = MetricType.UNKNOWN;
    @Nullable Metadata headerFamily;

    /** Scrapes in which it was made, seen, and seen with a value that ends when it is gone. */
    int created;

    int seen;
    int tracked;

    /** What {@link #tracked} was before. */
    int trackedBefore;

    /** Whether a value of it has been taken, so that it is not new any more. */
    boolean isKnown;

    /** Whether it is no more in the table, so that what followed it must be looked up. */
    boolean isDead;

    SeriesLine(byte[] key, int hash, @Nullable String name, @Nullable Point point, int part) {
        this.key = key;
        this.hash = hash;
        this.name = name;
        this.point = point;
        this.part = part;
        if (point != null) {
            point.lines++;
        }
    }

    boolean isDropped() {
        return name == null;
    }

    /** Its lines of metadata were there again. */
    void touchHeader(int scrape) {
        Metadata family = headerFamily;
        if (family != null) {
            family.scrape = scrape;
        }
    }

    /**
     * Keeps the lines of metadata in front of it, to be recognised at once.
     *
     * @param from where they begin; they end where the series begins that was read last
     */
    void keepHeader(Exposition in, int from, @Nullable Metadata family) {
        int to = in.keyStart();
        if (from < 0 || from >= to) {
            header = null;
            return;
        }
        byte[] known = header;
        if (known == null || !Arrays.equals(in.array(), from, to, known, 0, known.length)) {
            header = Arrays.copyOfRange(in.array(), from, to);
            headerType = in.type();
            headerFamily = family;
        }
    }

    /** It is taken out of the table. */
    void die() {
        isDead = true;
        if (point != null) {
            point.lines--;
        }
        if (resource != null && info != null) {
            resource.forgetInfo(info);
        }
    }
}
