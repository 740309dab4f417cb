// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** A logger that keeps its lines, key-values included. Thread-safe. */
public final class LogRecorder {
    private final List<LogLine> lines = new ArrayList<>();
    private final Logger logger = new Recorder();
    private volatile Level threshold = Level.INFO;

    /** The logger to hand to a component. */
    public Logger logger() {
        return logger;
    }

    /** Keeps lines of {@code level} and above; INFO at first. */
    public LogRecorder from(Level level) {
        threshold = level;
        return this;
    }

    /** The lines so far. */
    public synchronized List<LogLine> lines() {
        return List.copyOf(lines);
    }

    /** The messages so far. */
    public synchronized List<String> messages() {
        return lines.stream().map(LogLine::message).toList();
    }

    /** Forgets the lines. */
    public synchronized void clear() {
        lines.clear();
    }

    private synchronized void add(LogLine line) {
        lines.add(line);
    }

    private boolean keeps(Level level) {
        return level.toInt() >= threshold.toInt();
    }

    private static Map<String, Object> fields(@Nullable List<KeyValuePair> pairs) {
        if (pairs == null) {
            return Map.of();
        }
        var fields = new LinkedHashMap<String, Object>();
        for (KeyValuePair pair : pairs) {
            fields.put(pair.key, pair.value);
        }
        return Collections.unmodifiableMap(fields);
    }

    private final class Recorder extends LegacyAbstractLogger implements LoggingEventAware {
        private static final long serialVersionUID = 1;

        Recorder() {
            name = "test";
        }

        @Override
        public void log(LoggingEvent event) {
            String text =
                    MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray());
            add(
                    new LogLine(
                            event.getLevel(),
                            text,
                            fields(event.getKeyValuePairs()),
                            event.getThrowable()));
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable error) {
            String text = MessageFormatter.basicArrayFormat(message, arguments);
            add(new LogLine(level, text, Map.of(), error));
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        public boolean isTraceEnabled() {
            return keeps(Level.TRACE);
        }

        @Override
        public boolean isDebugEnabled() {
            return keeps(Level.DEBUG);
        }

        @Override
        public boolean isInfoEnabled() {
            return keeps(Level.INFO);
        }

        @Override
        public boolean isWarnEnabled() {
            return keeps(Level.WARN);
        }

        @Override
        public boolean isErrorEnabled() {
            return keeps(Level.ERROR);
        }
    }
}
