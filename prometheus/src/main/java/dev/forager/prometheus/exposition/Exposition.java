// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricType;
import org.jspecify.annotations.Nullable;

/**
 * What one target exposes, entry by entry. A cursor: what it says is about the entry that {@link
 * #next} or {@link #isNext} found last. Confined to one thread.
 */
public interface Exposition {
    /** What stands at the cursor. */
    enum Entry {
        /** A series with a number. */
        SERIES,
        /** A series with a native histogram. */
        HISTOGRAM,
        /** The type of a family. */
        TYPE,
        /** The description of a family. */
        HELP,
        /** The unit of a family. */
        UNIT,
        /** Something without a meaning. */
        COMMENT,
        /** Nothing more. */
        END
    }

    /**
     * Goes on to the next entry.
     *
     * @throws ExpositionException when what comes next cannot be read
     */
    Entry next() throws ExpositionException;

    /**
     * Goes on to the next entry if it is the series whose {@link #key} was {@code known}, and says
     * whether it was: much less work than to find out what it is. Without it the cursor stays.
     *
     * @throws ExpositionException when it was, and its value cannot be read
     */
    boolean isNext(byte[] known) throws ExpositionException;

    /**
     * Goes over lines of metadata if they are the next, and says whether they were.
     *
     * @param known the lines, as they stood between two series before
     * @param type what {@link #type} was behind them
     */
    boolean skips(byte[] known, MetricType type);

    /** Where the cursor stands in {@link #array}: behind the current entry. -1 without lines. */
    int position();

    /** The array in which {@link #keyStart} and {@link #keyEnd} are places; not to be written. */
    byte[] array();

    /** Where the key of the series begins: bytes that stand for its name and labels. */
    int keyStart();

    /** Where the key of the series ends. */
    int keyEnd();

    /** The key of the series in an array of its own. */
    default byte[] key() {
        return java.util.Arrays.copyOfRange(array(), keyStart(), keyEnd());
    }

    /** The value of the series. */
    double value();

    /** Whether the series has a time of its own. */
    boolean hasTime();

    /** That time, in milliseconds since the epoch. */
    long timeMillis();

    /**
     * When the series began, in milliseconds since the epoch; 0 where the entry does not say.
     * OpenMetrics' text says it in a series of its own.
     */
    long startMillis();

    /** The native histogram of the series; null where it has a number. */
    @Nullable NativeSample histogram();

    /**
     * Adds the labels of the series, its name among them.
     *
     * @throws ExpositionException when a label comes twice, or is no UTF-8
     */
    void labels(Labels.Builder into) throws ExpositionException;

    /** Exemplars of the series. */
    int exemplars();

    /** One of them. */
    RawExemplar exemplar(int index) throws ExpositionException;

    /** The family that TYPE, HELP or UNIT is about. */
    String family();

    /** The type that TYPE says. */
    MetricType type();

    /** The text of HELP or UNIT. */
    String text();
}
