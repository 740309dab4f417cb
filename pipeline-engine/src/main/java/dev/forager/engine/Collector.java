// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.Notice;
import dev.forager.config.Problem;
import dev.forager.engine.graph.BuildException;
import dev.forager.engine.graph.Culprit;
import dev.forager.engine.graph.CulpritException;
import dev.forager.engine.graph.Reason;
import dev.forager.engine.graph.RollbackException;
import dev.forager.engine.graph.StartException;
import dev.forager.engine.sending.Timing;
import dev.forager.engine.telemetry.SelfTelemetry;
import dev.forager.pipeline.Gates;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * The process: reads the configuration, runs the service, and acts on signals until one says to
 * end. {@link #run} belongs to one thread and is called once; {@link #shutdown} to any.
 *
 * <p><b>Reload.</b> The new configuration is read, checked and built before the running service is
 * touched: a bad one changes nothing. Then the service replaces what changed and keeps the rest
 * ({@link dev.forager.engine.graph.Reload}). Only a change of {@code service::telemetry} restarts
 * it as a whole, since every component holds loggers and meters of it. Should something new not
 * start, for instance since a port is taken, the former configuration stays in use.
 */
public final class Collector {
    private final CollectorSettings settings;

    /** A process gets a handful of signals in its life: the bound is that people type them. */
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private final Signals signals =
            new Signals(
                    signal -> events.add(new Signalled(signal)),
                    () -> Runtime.getRuntime().halt(1),
                    System::nanoTime);

    /** A collector that has not read anything yet. */
    public Collector(CollectorSettings settings) {
        this.settings = settings;
    }

    private sealed interface Event {}

    private record Signalled(OsSignal signal) implements Event {}

    private record Fatal(String message) implements Event {}

    private record ShutdownRequest() implements Event {}

    /** A configuration that was read and found sound. */
    private record Loaded(CollectorConfig config, List<Notice> notices) {}

    /** A service and what it logs to. */
    private record Running(Loaded loaded, Service service, SelfTelemetry telemetry) {
        Logger logger() {
            return telemetry.logger(Collector.class.getName(), Map.of());
        }
    }

    /** Takes over SIGTERM, SIGINT and SIGHUP for the life of the process. */
    public void handleSignals() {
        signals.install();
    }

    /** Acts as if the signal had come. */
    void raise(OsSignal signal) {
        signals.raise(signal);
    }

    /** Asks a running collector to drain and return. */
    public void shutdown() {
        events.add(new ShutdownRequest());
    }

    /**
     * Reads and checks the configuration without running it.
     *
     * @throws ConfigException when it cannot be read or is not sound
     * @throws CollectorException when no service can be built from it
     */
    public void validate() throws ConfigException, CollectorException {
        check(load(NOPLogger.NOP_LOGGER));
    }

    /** Plugins that could not be loaded, one text each with the file's name. */
    public List<String> pluginFailures() {
        return settings.components().failures();
    }

    /**
     * Runs until a signal or {@link #shutdown}, then drains.
     *
     * @throws ConfigException when the configuration cannot be read or is not sound
     * @throws CollectorException when the service cannot be built or started, or a component says
     *     that the process must end; everything is stopped by then
     */
    public void run() throws ConfigException, CollectorException {
        Timing timing = Timing.system(new Random());
        try {
            Running running =
                    start(load(LoggerFactory.getLogger(Collector.class.getName())), timing);
            serve(running, timing);
        } finally {
            timing.scheduler().shutdownNow();
        }
    }

    private void serve(Running first, Timing timing) throws CollectorException {
        Running running = first;
        while (true) {
            switch (next()) {
                case Signalled(OsSignal signal) -> {
                    running.logger()
                            .atInfo()
                            .addKeyValue("signal", signal.toString())
                            .log("Received signal from OS");
                    if (signal.isLast()) {
                        stop(running);
                        return;
                    }
                    running = reload(running, timing);
                }
                case Fatal(String message) -> {
                    running.logger()
                            .atError()
                            .addKeyValue("error", message)
                            .log("Asynchronous error received, terminating process");
                    stop(running);
                    throw new CollectorException(message);
                }
                case ShutdownRequest _ -> {
                    running.logger().info("Received shutdown request");
                    stop(running);
                    return;
                }
            }
        }
    }

    private Event next() {
        try {
            return events.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ShutdownRequest();
        }
    }

    /**
     * Reads it.
     *
     * @param logger for notices of a configuration that is refused: an unset variable may be why
     */
    private Loaded load(Logger logger) throws ConfigException {
        ConfigResolver.Resolved resolved =
                settings.resolver().resolve(settings.uris(), settings.sets(), settings.gates());
        try {
            CollectorConfig config =
                    CollectorConfig.load(
                            resolved.root(), settings.components().registry(), settings.gates());
            var notices = new ArrayList<>(resolved.notices());
            notices.addAll(config.notices());
            return new Loaded(config, notices);
        } catch (ConfigException refused) {
            logNotices(resolved.notices(), logger);
            throw withPluginFailures(refused);
        }
    }

    /** The type that a configuration misses may be that of a plugin that did not load. */
    private ConfigException withPluginFailures(ConfigException refused) {
        if (pluginFailures().isEmpty()) {
            return refused;
        }
        var problems = new ArrayList<>(refused.problems());
        for (String failure : pluginFailures()) {
            problems.add(new Problem("", failure, null));
        }
        return new ConfigException(problems);
    }

    private void check(Loaded loaded) throws CollectorException {
        try {
            Service.check(loaded.config(), settings.build(), Gates.of(settings.gates().all()));
        } catch (BuildException refused) {
            throw refused(loaded, refused);
        }
    }

    private Running start(Loaded loaded, Timing timing) throws CollectorException {
        SelfTelemetry telemetry = telemetry(loaded.config());
        try {
            logNotices(loaded, telemetry.logger(Collector.class.getName(), Map.of()));
            Service service = Service.build(loaded.config(), serviceSettings(telemetry, timing));
            startOrStop(service);
            return new Running(loaded, service, telemetry);
        } catch (BuildException | StartException failure) {
            telemetry.close();
            throw refused(loaded, failure);
        } catch (RuntimeException fault) {
            telemetry.close();
            throw fault;
        }
    }

    /** A line for each fault, with where in the configuration its reason stands. */
    private static CollectorException refused(Loaded loaded, CulpritException cause) {
        var lines = new StringJoiner("\n");
        lines.add(told(loaded, cause));
        for (Throwable other : cause.getSuppressed()) {
            if (other instanceof CulpritException fault) {
                lines.add(told(loaded, fault));
            }
        }
        return CollectorException.of(lines.toString(), cause);
    }

    private static String told(Loaded loaded, CulpritException fault) {
        Culprit culprit = fault.culprit();
        String reason = Reason.of(fault);
        String place = loaded.config().placeOf(culprit.kind(), culprit.id(), reason);
        return place == null ? reason : "%s (%s)".formatted(reason, place);
    }

    private void startOrStop(Service service) throws StartException {
        try {
            service.start();
        } catch (StartException failure) {
            service.stop(settings.drainLimit());
            throw failure;
        }
    }

    private SelfTelemetry telemetry(CollectorConfig config) throws CollectorException {
        try {
            return SelfTelemetry.start(config.service().telemetry(), settings.build(), Map.of());
        } catch (IOException failure) {
            throw CollectorException.of(failure);
        }
    }

    private ServiceSettings serviceSettings(SelfTelemetry telemetry, Timing timing) {
        return new ServiceSettings(
                settings.build(),
                telemetry,
                settings.memory(),
                InstantSource.system(),
                timing,
                settings.gates().all(),
                message -> events.add(new Fatal(message)));
    }

    private void logNotices(Loaded loaded, Logger logger) {
        for (String failure : pluginFailures()) {
            logger.warn(failure);
        }
        logNotices(loaded.notices(), logger);
    }

    private static void logNotices(List<Notice> notices, Logger logger) {
        for (Notice notice : notices) {
            var line = logger.atLevel(notice.level());
            for (var field : notice.fields().entrySet()) {
                line = line.addKeyValue(field.getKey(), field.getValue());
            }
            line.log(notice.message());
        }
    }

    private Running reload(Running running, Timing timing) throws CollectorException {
        Loaded next;
        try {
            next = load(running.logger());
            check(next);
        } catch (ConfigException | CollectorException refused) {
            logKept(running, refused);
            return running;
        }
        var telemetry = next.config().service().telemetry();
        return telemetry.equals(running.loaded().config().service().telemetry())
                ? change(running, next)
                : restart(running, next, timing);
    }

    private Running change(Running running, Loaded next) throws CollectorException {
        logNotices(next, running.logger());
        try {
            running.service().reload(next.config(), settings.drainLimit());
            return new Running(next, running.service(), running.telemetry());
        } catch (BuildException | StartException refused) {
            logKept(running, refused(next, refused));
            return running;
        } catch (RollbackException failure) {
            stop(running);
            throw CollectorException.of(failure);
        }
    }

    private Running restart(Running running, Loaded next, Timing timing) throws CollectorException {
        running.logger().warn("Config updated, restart service");
        stop(running);
        try {
            return start(next, timing);
        } catch (CollectorException failure) {
            return startFormer(running.loaded(), timing, failure);
        }
    }

    private Running startFormer(Loaded former, Timing timing, CollectorException failure)
            throws CollectorException {
        Running running;
        try {
            running = start(former, timing);
        } catch (CollectorException again) {
            failure.addSuppressed(again);
            throw failure;
        }
        logKept(running, failure);
        return running;
    }

    private static void logKept(Running running, Exception why) {
        running.logger()
                .atError()
                .addKeyValue("error", String.valueOf(why.getMessage()))
                .log("Config not updated, the former one stays in use");
    }

    private void stop(Running running) {
        running.service().stop(settings.drainLimit());
        running.telemetry().close();
    }
}
