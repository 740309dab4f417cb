// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import dev.forager.config.TelemetryLogs;
import dev.forager.pipeline.LogMarkers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;

/**
 * The way of log lines under one configuration: level, sampling, encoding, outputs. Thread-safe. A
 * line that is written costs a few microseconds on the calling thread; one below the level costs a
 * comparison.
 */
public final class LogPipeline implements AutoCloseable {
    private final Settings settings;
    private final @Nullable Sampler sampler;
    private final LineEncoder encoder;
    private final LogSink sink;
    private final LogSink errors;
    private final InstantSource clock;
    private final Map<String, ?> common;
    private volatile @Nullable LogExport export;
    private volatile boolean closed;

    private record Settings(int level, int stackLevel, boolean caller) {}

    /** Takes each written line elsewhere too, as a record. Thread-safe; must not block. */
    public interface LogExport {
        /** A line with all its fields but those of the resource. */
        void emit(
                Instant time,
                Level level,
                String message,
                Map<String, ? extends @Nullable Object> fields,
                @Nullable String stack);
    }

    private LogPipeline(
            TelemetryLogs config,
            Map<String, ?> resource,
            LogSink sink,
            LogSink errors,
            InstantSource clock,
            ZoneId zone) {
        this.settings = settings(config);
        this.sampler = config.sampling().enabled() ? new Sampler(config.sampling()) : null;
        this.encoder = LineEncoder.of(config.encoding(), zone);
        this.sink = sink;
        this.errors = errors;
        this.clock = clock;
        var fields =
                new LinkedHashMap<String, @Nullable Object>(new TreeMap<>(config.initialFields()));
        if (!config.disableZapResource() && !resource.isEmpty()) {
            fields.put("resource", new JsonText.Fields(texts(resource)));
        }
        this.common = fields;
    }

    /**
     * Opens the outputs.
     *
     * @param resource attributes of the resource, in the order in which they are shown
     * @throws IOException when an output cannot be opened
     */
    public static LogPipeline open(
            TelemetryLogs config, Map<String, ?> resource, InstantSource clock, ZoneId zone)
            throws IOException {
        LogSink sink = LogSink.open(config.outputPaths());
        return new LogPipeline(
                config, resource, sink, LogSink.open(config.errorOutputPaths()), clock, zone);
    }

    /** Writes to this stream, whatever the configuration names. */
    public static LogPipeline to(
            OutputStream out,
            TelemetryLogs config,
            Map<String, ?> resource,
            InstantSource clock,
            ZoneId zone) {
        LogSink sink = LogSink.of(out);
        return new LogPipeline(config, resource, sink, sink, clock, zone);
    }

    /** What holds before a configuration is read: warnings and errors on standard error. */
    static LogPipeline beforeConfiguration() {
        TelemetryLogs defaults = TelemetryLogs.defaults();
        LogSink sink = LogSink.standardError();
        return new LogPipeline(
                defaults, Map.of(), sink, sink, InstantSource.system(), LocalZone.find());
    }

    /** A logger of one of the product's own parts, which adds these fields to each line. */
    public Logger logger(String name, Map<String, ?> fields) {
        return new ZapLogger(name, this, fields);
    }

    /** Sends each line to {@code target} too; null stops that. */
    public void exportTo(@Nullable LogExport target) {
        export = target;
    }

    boolean isEnabled(Level level) {
        return level.toInt() >= settings.level;
    }

    /** Fields of a logger with those that all lines have, encoded once. */
    String fixed(Map<String, ?> fields) {
        var all = new LinkedHashMap<String, @Nullable Object>(common);
        all.putAll(new TreeMap<>(fields));
        return encoder.fixed(all);
    }

    void write(LoggingEvent event, String message, String fixed, Map<String, ?> own) {
        Instant now = clock.instant();
        Level level = event.getLevel();
        if (sampler != null && !sampler.passes(level, message, now)) {
            return;
        }
        List<KeyValuePair> fields = fields(event);
        String caller =
                settings.caller && !isMarked(event, LogMarkers.NO_CALLER)
                        ? CallSite.caller()
                        : null;
        boolean deep =
                level.toInt() >= settings.stackLevel && !isMarked(event, LogMarkers.NO_STACK);
        String stack = deep ? stack(event.getThrowable()) : null;
        print(new LogEntry(now, level, caller, message, fixed, fields, stack));
        LogExport target = export;
        if (target != null) {
            target.emit(now, level, message, exported(own, fields), stack);
        }
    }

    private static boolean isMarked(LoggingEvent event, Marker marker) {
        List<Marker> markers = event.getMarkers();
        return markers != null && markers.contains(marker);
    }

    private void print(LogEntry entry) {
        byte[] line = encoder.encode(entry).getBytes(StandardCharsets.UTF_8);
        try {
            (closed ? LogSink.standardError() : sink).write(line);
        } catch (IOException e) {
            complain(e, entry.time());
        }
    }

    private void complain(IOException e, Instant now) {
        try {
            errors.write(
                    "%s write error: %s\n"
                            .formatted(now, e.getMessage())
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException lost) {
            // Neither the log nor the place for its troubles takes anything: nobody is left to
            // tell.
            return;
        }
    }

    private static List<KeyValuePair> fields(LoggingEvent event) {
        List<KeyValuePair> given = event.getKeyValuePairs();
        Throwable error = event.getThrowable();
        if (error == null) {
            return given == null ? List.of() : given;
        }
        var fields = new ArrayList<KeyValuePair>(given == null ? List.of() : given);
        if (fields.stream().noneMatch(pair -> pair.key.equals("error"))) {
            fields.add(new KeyValuePair("error", error));
        }
        return fields;
    }

    private static String stack(@Nullable Throwable error) {
        return error == null ? CallSite.stack() : CallSite.stack(error);
    }

    private static Map<String, @Nullable Object> exported(
            Map<String, ?> own, List<KeyValuePair> fields) {
        var all = new LinkedHashMap<String, @Nullable Object>(own);
        fields.forEach(pair -> all.put(pair.key, pair.value));
        return all;
    }

    private static Map<String, String> texts(Map<String, ?> resource) {
        var texts = new LinkedHashMap<String, String>();
        resource.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }

    private static Settings settings(TelemetryLogs config) {
        int stack = config.development() ? Level.WARN.toInt() : Level.ERROR.toInt();
        return new Settings(
                switch (config.level()) {
                    case DEBUG -> Level.DEBUG.toInt();
                    case INFO -> Level.INFO.toInt();
                    case WARN -> Level.WARN.toInt();
                    case ERROR -> Level.ERROR.toInt();
                    case DPANIC, PANIC, FATAL -> Integer.MAX_VALUE;
                },
                config.disableStacktrace() ? Integer.MAX_VALUE : stack,
                !config.disableCaller());
    }

    /** Closes files. Loggers that are still used write to standard error from then on. */
    @Override
    public void close() {
        closed = true;
        export = null;
        try {
            sink.close();
        } catch (IOException e) {
            complain(e, clock.instant());
        }
        errors.closeQuietly();
    }
}
