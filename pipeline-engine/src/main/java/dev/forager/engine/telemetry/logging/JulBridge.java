// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Takes what libraries log through {@code java.util.logging}, such as the OpenTelemetry SDK. */
public final class JulBridge extends Handler {
    private JulBridge() {}

    /** Replaces the handlers of the root logger. May be called again. */
    public static void install() {
        var root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof JulBridge) {
                return;
            }
            root.removeHandler(handler);
        }
        root.addHandler(new JulBridge());
    }

    @Override
    public void publish(LogRecord record) {
        String name = record.getLoggerName() == null ? "java.util.logging" : record.getLoggerName();
        LoggingEventBuilder line =
                LoggerFactory.getLogger(name).atLevel(level(record.getLevel().intValue()));
        if (record.getThrown() != null) {
            line = line.setCause(record.getThrown());
        }
        line.log(String.valueOf(record.getMessage()));
    }

    private static Level level(int value) {
        if (value >= java.util.logging.Level.SEVERE.intValue()) {
            return Level.ERROR;
        }
        if (value >= java.util.logging.Level.WARNING.intValue()) {
            return Level.WARN;
        }
        return value >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
    }

    @Override
    public void flush() {
        // Lines are written at once.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
