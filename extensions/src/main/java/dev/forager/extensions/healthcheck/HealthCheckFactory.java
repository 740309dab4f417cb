// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.healthcheck;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Stability;

/** Registers the extension {@code health_check}. Stateless. */
public final class HealthCheckFactory implements ExtensionFactory<HealthCheckConfig> {
    @Override
    public ComponentInfo<HealthCheckConfig> info() {
        return ComponentInfo.of("health_check", HealthCheckConfig.class)
                .describedAs("Answers probes over HTTP: whether all pipelines have started.")
                .stability(Stability.BETA);
    }

    @Override
    public Extension create(HealthCheckConfig config, ExtensionSettings settings) {
        return new HealthCheck(config, settings);
    }
}
