namespace MultiplexCluster.Contracts.Protocol;

/// <summary>Why an endpoint refuses. The numbers are sent: never reuse one.</summary>
public enum RejectionReason
{
    /// <summary>No slot is free and the queue is full or switched off.</summary>
    QueueFull = 1,

    /// <summary>It cools down beyond the request's deadline, or the queue is switched off.</summary>
    CoolingDown = 2,

    /// <summary>Its circuit is open beyond the request's deadline, or the queue is switched off.</summary>
    CircuitOpen = 3,

    /// <summary>Its key was refused or its account is out of quota.</summary>
    Quarantined = 4,

    /// <summary>Switched off.</summary>
    Disabled = 5,

    /// <summary>Being deleted.</summary>
    Draining = 6,

    /// <summary>No such endpoint.</summary>
    NotFound = 7,

    /// <summary>The request's deadline passed while it waited.</summary>
    DeadlinePassed = 8,
}
