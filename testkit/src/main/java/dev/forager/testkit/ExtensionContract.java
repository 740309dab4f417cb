// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import dev.forager.pipeline.Component;
import dev.forager.pipeline.ExtensionFactory;
import java.util.Collection;
import java.util.List;

/**
 * What every extension promises.
 *
 * @param <C> the configuration record
 */
public abstract class ExtensionContract<C extends Record> extends ComponentContract<C> {
    @Override
    protected abstract ExtensionFactory<C> factory();

    @Override
    final Collection<? extends Component> instances(TestSettings settings) {
        return List.of(factory().create(config(), settings.extension(factory().info().id())));
    }
}
