// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Stability;

/** Registers the extension {@code zpages}. Stateless. */
public final class ZpagesFactory implements ExtensionFactory<ZpagesConfig> {
    @Override
    public ComponentInfo<ZpagesConfig> info() {
        return ComponentInfo.of("zpages", ZpagesConfig.class)
                .describedAs(
                        "Shows the running service, its pipelines and components as web pages.")
                .stability(Stability.BETA);
    }

    @Override
    public Extension create(ZpagesConfig config, ExtensionSettings settings) {
        return new Zpages(config, settings);
    }
}
