// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.exposition.ExpositionException;
import dev.forager.prometheus.exposition.NativeSample;
import org.jspecify.annotations.Nullable;

/**
 * Makes the line of a series that is met for the first time: its labels, what the rules leave of
 * them, its place. Confined to the loop of its target.
 */
final class NewLines {
    private static final String LE = "le";

    private final SampleLabels sampleLabels;
    private final MetadataTable metadata;
    private final SeriesPlaces places;

    NewLines(SampleLabels sampleLabels, MetadataTable metadata, SeriesPlaces places) {
        this.sampleLabels = sampleLabels;
        this.metadata = metadata;
        this.places = places;
    }

    /**
     * The line of a series.
     *
     * @param histogram the native histogram that is its value; null for a number
     * @param isConverted whether classic histograms are one sample each
     * @throws ExpositionException when its labels are not allowed, which fails the scrape
     */
    SeriesLine of(
            byte[] key,
            int hash,
            Labels exposed,
            @Nullable NativeSample histogram,
            boolean isConverted)
            throws ExpositionException {
        String name = exposed.get(Labels.NAME);
        String whole = isConverted && name != null ? metadata.histogramOf(name) : null;
        return name == null || whole == null
                ? single(key, hash, exposed, form(histogram))
                : part(key, hash, exposed, name, whole);
    }

    private SeriesLine single(byte[] key, int hash, Labels exposed, SeriesPlaces.Form form)
            throws ExpositionException {
        Labels labels = sampleLabels.of(exposed);
        return labels == null
                ? new SeriesLine(key, hash, null, null, SeriesLine.NO_PART)
                : places.line(key, hash, labels, form);
    }

    /** What a histogram that is one sample is made of: rules and limits are about the histogram. */
    private SeriesLine part(byte[] key, int hash, Labels exposed, String name, String histogram)
            throws ExpositionException {
        String bound = exposed.get(LE);
        Labels labels = sampleLabels.of(exposed.with(LE, "").with(Labels.NAME, histogram));
        if (labels == null) {
            boolean isCounted = name.endsWith("_count");
            return new SeriesLine(
                    key, hash, null, null, isCounted ? SeriesLine.NO_PART : SeriesLine.UNCOUNTED);
        }
        return places.part(key, hash, name, histogram, labels, bound == null ? "" : bound);
    }

    private static SeriesPlaces.Form form(@Nullable NativeSample histogram) {
        if (histogram == null) {
            return SeriesPlaces.Form.NUMBER;
        }
        return histogram.schema() == NativeSample.CUSTOM
                ? SeriesPlaces.Form.CUSTOM
                : SeriesPlaces.Form.EXPONENTIAL;
    }
}
