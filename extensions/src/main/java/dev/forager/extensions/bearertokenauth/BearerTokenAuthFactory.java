// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.bearertokenauth;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Stability;

/** Registers the extension {@code bearertokenauth}. Stateless. */
public final class BearerTokenAuthFactory implements ExtensionFactory<BearerTokenAuthConfig> {
    @Override
    public ComponentInfo<BearerTokenAuthConfig> info() {
        return ComponentInfo.of("bearertokenauth", BearerTokenAuthConfig.class)
                .describedAs("Authenticates callers, and itself to servers, by bearer token.")
                .stability(Stability.BETA);
    }

    @Override
    public Extension create(BearerTokenAuthConfig config, ExtensionSettings settings) {
        return new BearerTokenAuth(config, settings);
    }
}
