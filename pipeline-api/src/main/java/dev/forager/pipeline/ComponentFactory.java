// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * Makes the instances of one component. Stateless; listed in a {@link ComponentCatalog}.
 *
 * @param <C> the record that its section of the configuration is bound to
 */
public sealed interface ComponentFactory<C extends Record>
        permits ReceiverFactory,
                ProcessorFactory,
                ExporterFactory,
                ConnectorFactory,
                ExtensionFactory {
    /** What this factory makes. */
    ComponentInfo<C> info();

    /** The kind of what this factory makes. */
    ComponentKind kind();
}
