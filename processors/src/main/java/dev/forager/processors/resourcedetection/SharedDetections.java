// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ProcessorSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Detections in use: all pipelines of an id share one, since a metadata service need be asked once.
 * Thread-safe.
 */
final class SharedDetections {
    private final Map<Key, Shared> inUse = new HashMap<>();

    private record Key(ComponentId id, ResourceDetectionConfig config) {}

    /** A detection and how many processors have started it. Guarded by the map. */
    private static final class Shared {
        private final Detection detection;
        private int users;

        Shared(Detection detection) {
            this.detection = detection;
        }
    }

    /** One processor's share. */
    final class Share {
        private final Key key;
        private final Supplier<Detection> maker;
        private Detection detection;
        private boolean isStarted;

        private Share(Key key, Supplier<Detection> maker) {
            this.key = key;
            this.maker = maker;
            this.detection = maker.get();
        }

        /** Detects, unless a sister has done so. */
        void start() throws IOException, InterruptedException {
            synchronized (inUse) {
                Shared shared = inUse.get(key);
                if (shared == null) {
                    shared = new Shared(maker.get());
                    shared.detection.start();
                    inUse.put(key, shared);
                }
                shared.users++;
                isStarted = true;
                detection = shared.detection;
            }
        }

        /** The last one ends the refreshing. */
        void stop() {
            synchronized (inUse) {
                Shared shared = inUse.get(key);
                if (isStarted && shared != null && --shared.users == 0) {
                    shared.detection.stop();
                    inUse.remove(key);
                }
                isStarted = false;
            }
        }

        /** What is known now. */
        Detected detected() {
            return detection.detected();
        }
    }

    Share share(
            ResourceDetectionConfig config,
            ProcessorSettings settings,
            Supplier<Surroundings> surroundings) {
        return new Share(
                new Key(settings.id(), config),
                () ->
                        new Detection(
                                config,
                                surroundings,
                                settings.logger(),
                                RandomGenerator.getDefault(),
                                System::nanoTime));
    }
}
