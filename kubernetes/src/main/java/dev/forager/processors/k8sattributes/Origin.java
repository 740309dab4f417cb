// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whose labels and annotations they are. */
enum Origin {
    POD,
    NAMESPACE,
    NODE,
    DEPLOYMENT,
    REPLICASET,
    STATEFULSET,
    DAEMONSET,
    JOB,
    CRONJOB;

    private final String key = name().toLowerCase(Locale.ROOT);

    static @Nullable Origin find(String key) {
        for (Origin origin : values()) {
            if (origin.key.equals(key)) {
                return origin;
            }
        }
        return null;
    }

    /**
     * Whether attributes of its labels were ever named in the plural: the conventions of workloads
     * are younger than that.
     */
    boolean hadPlural() {
        return this == POD || this == NAMESPACE || this == NODE;
    }

    @Override
    public String toString() {
        return key;
    }
}
