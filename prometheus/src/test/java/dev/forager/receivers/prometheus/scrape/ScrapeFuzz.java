// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.exposition.Exposition;
import dev.forager.prometheus.exposition.ExpositionException;
import dev.forager.prometheus.exposition.OpenMetricsText;
import dev.forager.prometheus.exposition.ProtoExposition;
import dev.forager.prometheus.exposition.TextExposition;
import dev.forager.receivers.prometheus.config.GlobalConfig;
import dev.forager.receivers.prometheus.config.ScrapeConfig;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.relabel.RelabelRules;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * Fuzz target for what targets expose: the first byte chooses the form. Only {@link
 * ExpositionException} with a short text may come out, what is accepted is valid OTLP, and a scrape
 * of lines that are all known gives the same as the scrape that met them, byte for byte. {@code
 * docs/fuzzing.md} says how to run it.
 */
final class ScrapeFuzz {
    private static final int MOST_TEXT = 2000;
    private static final long NOW = 1_800_000_000_000L;

    private ScrapeFuzz() {}

    /** Called by Jazzer, and by {@link ScrapeFuzzTest} with the corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        SeriesCache cache = cache();
        // Metadata behind its series counts from the second scrape on.
        byte[] first = scrape(cache, exposition(input[0], body));
        byte[] second = scrape(cache, exposition(input[0], body));
        byte[] third = scrape(cache, exposition(input[0], body));
        require((first == null) == (second == null), "another verdict the second time");
        require(Arrays.equals(second, third), "known lines give something else");
    }

    private static Exposition exposition(byte form, byte[] body) {
        return switch (form & 3) {
            case 0 -> new TextExposition(body, 0, body.length);
            case 1 -> new OpenMetricsText(body, 0, body.length);
            default ->
                    new ProtoExposition(
                            body,
                            0,
                            body.length,
                            (form & 4) == 0,
                            (form & 8) == 0,
                            (form & 16) != 0);
        };
    }

    private static SeriesCache cache() {
        try {
            var config = RecordBinder.read("{job_name: fuzz}", ScrapeConfig.class);
            var job = ScrapeJob.of(config, GlobalConfig.DEFAULT, null);
            Target target =
                    Objects.requireNonNull(
                            new TargetLabels(job).of(Map.of("__address__", "h:1"), Map.of()));
            Labels shown = target.shown();
            return new SeriesCache(
                    target,
                    job,
                    new SampleLabels(
                            job,
                            RelabelRules.of(List.of(), false),
                            shown,
                            new Labels.Builder().build()),
                    new MetricTree(
                            id ->
                                    ResourceAttributes.of(
                                            id.job(), id.instance(), target.discovered()),
                            "1",
                            false),
                    true,
                    MemoryBudget.unlimited(),
                    NOPLogger.NOP_LOGGER);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** What comes of it; null where it is refused. */
    private static byte @Nullable [] scrape(SeriesCache cache, Exposition exposition) {
        cache.begin(NOW);
        try {
            cache.read(exposition);
        } catch (ExpositionException e) {
            String text = String.valueOf(e.getMessage());
            require(text.length() <= MOST_TEXT, "a long text: " + text.length());
            cache.endAll();
            encoded(cache);
            cache.finish(false);
            return null;
        }
        byte[] message = encoded(cache);
        cache.finish(true);
        return message;
    }

    /** The message, which has to be what it says it is. */
    private static byte[] encoded(SeriesCache cache) {
        int size = cache.size();
        Payload encoded = cache.encode();
        require(encoded.byteSize() == size, "another size");
        byte[] message = encoded.toByteArray();
        try {
            Payload payload = Payload.parse(Signal.METRICS, message, 0, message.length);
            require(payload.mendedStrings() == 0, "strings that are no UTF-8");
            require(payload.itemCount() == encoded.itemCount(), "another number of points");
            return message;
        } catch (MalformedTelemetryException e) {
            throw new AssertionError("no OTLP", e);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
