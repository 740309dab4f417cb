// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Processor;
import java.io.IOException;
import java.time.Duration;

/** Writes what was detected to every resource; no item is opened. Thread-safe. */
final class ResourceDetectionProcessor implements Processor {
    private final SharedDetections.Share share;
    private final boolean override;
    private final Consumer next;

    ResourceDetectionProcessor(SharedDetections.Share share, boolean override, Consumer next) {
        this.share = share;
        this.override = override;
        this.next = next;
    }

    @Override
    public void start(Host host) throws IOException, InterruptedException {
        share.start();
    }

    @Override
    public void stop(Duration limit) {
        share.stop();
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Detected detected = share.detected();
        if (!detected.entries().isEmpty()) {
            for (ResourceGroup group : telemetry.resources()) {
                detected.writeTo(group.resource().attributes(), override);
            }
        }
        if (!detected.schemaUrl().isEmpty()) {
            nameSchema(telemetry, detected.schemaUrl());
        }
        next.consume(telemetry, context);
    }

    /** Where a resource has a schema of its own it stays. */
    private static void nameSchema(Telemetry telemetry, String url) {
        switch (telemetry) {
            case Traces traces ->
                    traces.resources().stream()
                            .filter(group -> group.schemaUrl().isEmpty())
                            .forEach(group -> group.schemaUrl(url));
            case Metrics metrics ->
                    metrics.resources().stream()
                            .filter(group -> group.schemaUrl().isEmpty())
                            .forEach(group -> group.schemaUrl(url));
            case Logs logs ->
                    logs.resources().stream()
                            .filter(group -> group.schemaUrl().isEmpty())
                            .forEach(group -> group.schemaUrl(url));
            case Profiles profiles ->
                    profiles.resources().stream()
                            .filter(group -> group.schemaUrl().isEmpty())
                            .forEach(group -> group.schemaUrl(url));
        }
    }
}
