// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * Makes the instances of one component; listed in a {@link ComponentCatalog}. Thread-safe. Holds no
 * state but what instances share: those of one id and configuration in one process may have a part
 * in common (the limiter of {@code memory_limiter}, the file of {@code file}), which the factory
 * knows weakly and which goes with the last of them. A factory may be asked for instances that are
 * never started, and for new ones while those before still run.
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
