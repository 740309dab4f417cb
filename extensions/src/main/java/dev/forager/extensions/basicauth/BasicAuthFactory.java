// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.basicauth;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Stability;
import java.util.Objects;

/** Registers the extension {@code basicauth}. Stateless. */
public final class BasicAuthFactory implements ExtensionFactory<BasicAuthConfig> {
    @Override
    public ComponentInfo<BasicAuthConfig> info() {
        return ComponentInfo.of("basicauth", BasicAuthConfig.class)
                .describedAs("Authenticates callers, or itself to servers, by name and password.")
                .stability(Stability.BETA);
    }

    @Override
    public Extension create(BasicAuthConfig config, ExtensionSettings settings) {
        var htpasswd = config.htpasswd();
        return htpasswd != null
                ? new BasicAuthServer(htpasswd, settings)
                : new BasicAuthClient(Objects.requireNonNull(config.clientAuth()), settings);
    }
}
