// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.kubernetes.WatchListener;
import dev.forager.kubernetes.WatchStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** All objects of a kind, kept up with. Thread-safe. */
final class KubeStore {
    private final Map<String, KubeTree> objects = new ConcurrentHashMap<>();
    private final Runnable changed;
    private final Logger log;

    KubeStore(Runnable changed, Logger log) {
        this.changed = changed;
        this.log = log;
    }

    @Nullable KubeTree get(String namespace, String name) {
        return objects.get(namespace + "/" + name);
    }

    List<KubeTree> all() {
        return List.copyOf(objects.values());
    }

    /**
     * What a watch of one namespace tells.
     *
     * @param namespace null for all
     */
    WatchListener<KubeTree> listener(@Nullable String namespace, String kind) {
        return new WatchListener<>() {
            @Override
            public void listed(Set<String> uids) {
                objects.values()
                        .removeIf(
                                each ->
                                        isIn(each, namespace)
                                                && !uids.contains(each.metadata().uid()));
                changed.run();
            }

            @Override
            public void status(WatchStatus status) {
                boolean isLost =
                        status.state() == WatchStatus.State.REFUSED
                                || status.state() == WatchStatus.State.FAILING;
                if (isLost) {
                    log.atWarn()
                            .addKeyValue("kind", kind)
                            .addKeyValue("status", status)
                            .log("Kubernetes cannot be watched: targets stay as they are");
                }
            }

            @Override
            public void present(KubeTree object) {
                objects.put(object.key(), object);
                changed.run();
            }

            @Override
            public void gone(KubeTree object) {
                objects.remove(object.key());
                changed.run();
            }
        };
    }

    private static boolean isIn(KubeTree object, @Nullable String namespace) {
        return namespace == null || object.metadata().namespace().equals(namespace);
    }
}
