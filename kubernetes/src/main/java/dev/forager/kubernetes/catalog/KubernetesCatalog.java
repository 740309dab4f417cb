// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes.catalog;

import dev.forager.extensions.k8sleaderelector.K8sLeaderElectorFactory;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.processors.k8sattributes.K8sAttributesFactory;
import java.util.List;

/** The components of this module, sorted by kind and id. */
public final class KubernetesCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(new K8sAttributesFactory(), new K8sLeaderElectorFactory());
    }
}
