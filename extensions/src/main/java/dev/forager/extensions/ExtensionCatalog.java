// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions;

import dev.forager.extensions.basicauth.BasicAuthFactory;
import dev.forager.extensions.bearertokenauth.BearerTokenAuthFactory;
import dev.forager.extensions.healthcheck.HealthCheckFactory;
import dev.forager.extensions.pprof.PprofFactory;
import dev.forager.extensions.zpages.ZpagesFactory;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import java.util.List;

/** The extensions of this module, sorted by id. */
public final class ExtensionCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(
                new BasicAuthFactory(),
                new BearerTokenAuthFactory(),
                new HealthCheckFactory(),
                new PprofFactory(),
                new ZpagesFactory());
    }
}
