// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.FeatureGates;
import dev.forager.engine.Components;
import dev.forager.engine.Items;
import dev.forager.engine.RecordedTelemetry;
import dev.forager.engine.Service;
import dev.forager.engine.ServiceSettings;
import dev.forager.engine.ledger.BranchBalance;
import dev.forager.engine.sending.Timing;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A service of {@link ReloadParts} that runs and is reloaded. Closing stops it. */
final class ReloadFixture implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);

    final ReloadParts parts = new ReloadParts();
    final RecordedTelemetry telemetry = new RecordedTelemetry();
    final Service service;
    private final TestClock clock = new TestClock();
    private final Components components = Components.of(List.of(parts));
    private boolean isStopped;

    ReloadFixture(String yaml) throws Exception {
        service =
                Service.build(
                        config(yaml),
                        new ServiceSettings(
                                TestSettings.BUILD,
                                telemetry,
                                MemoryBudget.unlimited(),
                                clock,
                                new Timing(clock.scheduler(), clock::nanoTime, new Random(1)),
                                FeatureGates.defaults().all(),
                                _ -> {}));
        service.start();
        parts.journal.clear();
    }

    /** Reloads; the journal then holds what this did. */
    void reload(String yaml) throws Exception {
        reload(yaml, LIMIT);
    }

    void reload(String yaml, Duration limit) throws Exception {
        parts.journal.clear();
        service.reload(config(yaml), limit);
    }

    /** Reloads on another thread. */
    CompletableFuture<Void> reloading(String yaml) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        reload(yaml);
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                });
    }

    /** Sends spans on another thread. */
    CompletableFuture<Void> sending(int spans) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        parts.send("source", Items.spans(spans));
                    } catch (ConsumeException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    /** Waits until all that a reload took out has stopped. */
    void awaitLeft() {
        await().until(() -> telemetry.log().messages().contains("Former components stopped."));
    }

    /** The line that says what a reload did. */
    LogLine line() {
        return telemetry.log().lines().stream()
                .filter(
                        line ->
                                line.message()
                                        .equals("Config updated, unchanged components stay in use"))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    /** The balance of one branch. */
    BranchBalance balance(String pipeline, String exporter) {
        return service.balances().stream()
                .filter(
                        balance ->
                                balance.pipeline().toString().equals(pipeline)
                                        && balance.exporter().toString().equals(exporter))
                .findFirst()
                .orElseThrow();
    }

    /** Every branch's equation is closed. */
    void assertBooksAreClosed() {
        assertThat(service.balances())
                .allSatisfy(balance -> assertThat(balance.difference()).as("%s", balance).isZero());
    }

    private CollectorConfig config(String yaml) throws ConfigException {
        FeatureGates gates = FeatureGates.defaults();
        var resolved =
                ConfigResolver.over(name -> name.equals("YAML") ? yaml : null)
                        .resolve(List.of("env:YAML"), List.of(), gates);
        return CollectorConfig.load(resolved.root(), components.registry(), gates);
    }

    void stop() {
        if (!isStopped) {
            isStopped = true;
            service.stop(LIMIT);
        }
    }

    @Override
    public void close() {
        parts.sinks.values().forEach(list -> list.forEach(sink -> sink.release()));
        stop();
        telemetry.close();
    }
}
