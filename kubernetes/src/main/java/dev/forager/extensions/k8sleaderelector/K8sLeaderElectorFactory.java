// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.k8sleaderelector;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Stability;
import java.util.random.RandomGenerator;

/** Registers the extension {@code k8s_leader_elector}. Stateless. */
public final class K8sLeaderElectorFactory implements ExtensionFactory<K8sLeaderElectorConfig> {
    @Override
    public ComponentInfo<K8sLeaderElectorConfig> info() {
        return ComponentInfo.of("k8s_leader_elector", K8sLeaderElectorConfig.class)
                .describedAs(
                        "Finds out by a lease of Kubernetes which of several collectors does what"
                                + " only one may do.")
                .stability(Stability.ALPHA);
    }

    @Override
    public Extension create(K8sLeaderElectorConfig config, ExtensionSettings settings) {
        return new LeaderElector(config, settings, RandomGenerator.getDefault());
    }
}
