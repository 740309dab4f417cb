// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.StatusPage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Clusters in use: all pipelines of an id share one, since a cluster need be watched and held once.
 * Thread-safe.
 */
final class SharedClusters {
    private final Map<Key, Shared> inUse = new HashMap<>();

    private record Key(ComponentId id, K8sAttributesConfig config) {}

    /**
     * What is shared.
     *
     * @param cluster watches
     * @param directory what it has found
     * @param hold lets telemetry wait for it
     * @param page tells people of it
     */
    record Parts(Cluster cluster, Directory directory, Hold hold, StatusPage page) {}

    /** Starts something. */
    interface Starter {
        /** Starts the parts; what it answers is run when the last user has left. */
        Runnable start(Parts parts) throws IOException;
    }

    /** Parts and how many processors have started them. Guarded by the map. */
    private static final class Shared {
        private final Parts parts;
        private final Runnable atEnd;
        private int users;

        Shared(Parts parts, Runnable atEnd) {
            this.parts = parts;
            this.atEnd = atEnd;
        }
    }

    /**
     * The parts of an id, started if this is their first user. Each call wants one {@link #leave}.
     *
     * @throws IOException what {@code starter} throws; there is no user more then
     */
    Parts join(ComponentId id, K8sAttributesConfig config, Supplier<Parts> maker, Starter starter)
            throws IOException {
        synchronized (inUse) {
            var key = new Key(id, config);
            Shared shared = inUse.get(key);
            if (shared == null) {
                Parts parts = maker.get();
                shared = new Shared(parts, starter.start(parts));
                inUse.put(key, shared);
            }
            shared.users++;
            return shared.parts;
        }
    }

    /** One user goes; with the last one the cluster is left alone. */
    void leave(ComponentId id, K8sAttributesConfig config) {
        Shared last = null;
        synchronized (inUse) {
            var key = new Key(id, config);
            Shared shared = inUse.get(key);
            if (shared != null && --shared.users == 0) {
                last = shared;
                inUse.remove(key);
            }
        }
        if (last != null) {
            last.atEnd.run();
            last.parts.hold().stop();
            last.parts.cluster().close();
        }
    }
}
