// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.pprof;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Stability;

/** Registers the extension {@code pprof}. Stateless. */
public final class PprofFactory implements ExtensionFactory<PprofConfig> {
    @Override
    public ComponentInfo<PprofConfig> info() {
        return ComponentInfo.of("pprof", PprofConfig.class)
                .describedAs("Gives out profiles of the process: recordings, heap, threads.")
                .stability(Stability.BETA);
    }

    @Override
    public Extension create(PprofConfig config, ExtensionSettings settings) {
        return new Pprof(config, settings);
    }
}
