// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/**
 * A logger of the product's own parts: fixed fields, encoded once, over one pipeline. Immutable,
 * hence thread-safe.
 */
final class ZapLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1;

    private final transient LogPipeline pipeline;
    private final transient Map<String, ?> own;
    private final String fixed;

    ZapLogger(String name, LogPipeline pipeline, Map<String, ?> fields) {
        this.name = name;
        this.pipeline = pipeline;
        this.own = Map.copyOf(fields);
        this.fixed = pipeline.fixed(fields);
    }

    @Override
    public void log(LoggingEvent event) {
        if (pipeline.isEnabled(event.getLevel())) {
            pipeline.write(event, message(event), fixed, own);
        }
    }

    static String message(LoggingEvent event) {
        @Nullable Object[] arguments = event.getArgumentArray();
        String text = String.valueOf(event.getMessage());
        return arguments == null || arguments.length == 0
                ? text
                : String.valueOf(MessageFormatter.basicArrayFormat(text, arguments));
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable error) {
        log(event(this, level, marker, message, arguments, error));
    }

    static LoggingEvent event(
            org.slf4j.Logger logger,
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable error) {
        var event = new DefaultLoggingEvent(level, logger);
        event.setMessage(message);
        if (marker != null) {
            event.addMarker(marker);
        }
        if (arguments != null) {
            event.addArguments(arguments);
        }
        event.setThrowable(error);
        return event;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return false; // zap has no such level
    }

    @Override
    public boolean isDebugEnabled() {
        return pipeline.isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return pipeline.isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return pipeline.isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return pipeline.isEnabled(Level.ERROR);
    }
}
