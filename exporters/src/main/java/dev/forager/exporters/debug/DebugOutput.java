// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pipeline.LogMarkers;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** Where entries go. Thread-safe. */
sealed interface DebugOutput {
    /** Makes ready. */
    void open() throws IOException;

    /** Prints one entry: a text, which may have many lines, and fields in order. */
    void print(String text, Map<String, Integer> fields) throws IOException;

    /** Releases what {@link #open} took; harmless without it and a second time. */
    void close() throws IOException;

    /** The Collector's own log; adds time, level and the component's fields. */
    record ToLog(Logger logger) implements DebugOutput {
        @Override
        public void open() {}

        @Override
        public void print(String text, Map<String, Integer> fields) {
            LoggingEventBuilder line = logger.atInfo().addMarker(LogMarkers.NO_CALLER);
            for (var field : fields.entrySet()) {
                line = line.addKeyValue(field.getKey(), field.getValue());
            }
            line.log(text);
        }

        @Override
        public void close() {}
    }

    /** Standard output and error, and files that are appended to. */
    final class ToPaths implements DebugOutput {
        private final List<String> paths;
        private final List<OutputStream> streams = new ArrayList<>();

        ToPaths(List<String> paths) {
            this.paths = paths;
        }

        @Override
        public synchronized void open() throws IOException {
            for (String path : paths) {
                streams.add(stream(path));
            }
        }

        @Override
        public synchronized void print(String text, Map<String, Integer> fields)
                throws IOException {
            byte[] entry = (text + json(fields) + "\n").getBytes(StandardCharsets.UTF_8);
            for (OutputStream stream : streams) {
                stream.write(entry);
            }
        }

        /** Standard output and error stay open: they are the process's. */
        @Override
        public synchronized void close() throws IOException {
            for (int i = 0; i < streams.size(); i++) {
                if (!isStandard(paths.get(i))) {
                    streams.get(i).close();
                }
            }
            streams.clear();
        }

        private static OutputStream stream(String path) throws IOException {
            return switch (path) {
                case "stdout" -> new FileOutputStream(FileDescriptor.out);
                case "stderr" -> new FileOutputStream(FileDescriptor.err);
                default -> new FileOutputStream(path, true);
            };
        }

        private static boolean isStandard(String path) {
            return path.equals("stdout") || path.equals("stderr");
        }

        private static String json(Map<String, Integer> fields) {
            return fields.isEmpty()
                    ? ""
                    : fields.entrySet().stream()
                            .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
                            .collect(Collectors.joining(", ", "\t{", "}"));
        }
    }
}
