// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.spi.LoggingEventAware;

/**
 * A logger that a library took from slf4j: it outlives configurations, writes through the present
 * one and, unless it is the product's own, from level warn on. Thread-safe.
 */
final class LibraryLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1;

    /**
     * Armeria's words about handshakes that fail, which the servers say better, and about suites
     * that are the user's choice.
     */
    private static final Set<String> KNOWN_BETTER =
            Set.of(
                    "com.linecorp.armeria.server.HttpServerPipelineConfigurator",
                    "com.linecorp.armeria.internal.common.util.SslContextUtil");

    private final int least;

    LibraryLogger(String name) {
        this.name = name;
        this.least = least(name).toInt();
    }

    private static Level least(String name) {
        if (name.startsWith("dev.forager.")) {
            return Level.DEBUG;
        }
        // Armeria registers meters of each server with a registry that keeps none; the registry
        // warns of
        // equal names, which says nothing to a user.
        return name.startsWith("io.micrometer.") || KNOWN_BETTER.contains(name)
                ? Level.ERROR
                : Level.WARN;
    }

    @Override
    public void log(LoggingEvent event) {
        if (isOn(event.getLevel())) {
            LogPipeline present = ProcessLog.present();
            present.write(event, ZapLogger.message(event), present.fixed(Map.of()), Map.of());
        }
    }

    private boolean isOn(Level level) {
        return level.toInt() >= least && ProcessLog.present().isEnabled(level);
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable error) {
        log(ZapLogger.event(this, level, marker, message, arguments, error));
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return isOn(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isOn(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isOn(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isOn(Level.ERROR);
    }
}
