// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;
import java.nio.file.Path;

/** Registers the processor {@code resource_detection}. Thread-safe. */
public final class ResourceDetectionFactory implements ProcessorFactory<ResourceDetectionConfig> {
    private final SharedDetections detections = new SharedDetections();

    @Override
    public ComponentInfo<ResourceDetectionConfig> info() {
        return ComponentInfo.of("resource_detection", ResourceDetectionConfig.class)
                .describedAs(
                        "Asks the machine and the cloud where the collector runs and writes it to"
                                + " every resource.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS)
                .stability(Stability.DEVELOPMENT, PROFILES);
    }

    @Override
    public Processor create(
            ResourceDetectionConfig config, ProcessorSettings settings, Consumer next) {
        var share =
                detections.share(
                        config,
                        settings,
                        () ->
                                new Surroundings(
                                        System::getenv,
                                        Path.of("/"),
                                        new MetadataClient(Detection.timeToAnswer(config)),
                                        settings.logger()));
        return new ResourceDetectionProcessor(share, config.override(), next);
    }
}
