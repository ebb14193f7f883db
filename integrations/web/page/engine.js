// Workers, each with a queue of jobs. The first worker compiles the module, and the others share it.

/** The failure of a job; `kind` names a text of the page. */
class Failure extends Error {
  constructor({ kind, message, file }) {
    super(message);
    Object.assign(this, { kind, file });
  }
}

class Engine {
  static worker = null;
  static packed = null;
  static module = null;

  /** Takes the worker and the module out of the page, once. */
  static unpack() {
    const [worker, module] = [$("worker"), $("module")];
    Engine.worker = URL.createObjectURL(new Blob([worker.textContent], { type: "text/javascript" }));
    Engine.packed = new Blob([module.textContent]);
    worker.remove();
    module.remove();
  }

  constructor() {
    Object.assign(this, { next: 1, jobs: [], worker: null });
  }

  /** Starts the worker if it is not running. Returns a promise that resolves when it is ready. */
  start() {
    if (this.worker) return this.ready;
    this.worker = new Worker(Engine.worker);
    this.worker.onmessage = ({ data }) => this.heard(data);
    this.worker.onerror = (event) => this.broken(event.message);
    this.ready = new Promise((resolve, reject) => Object.assign(this, { isReady: resolve, isBroken: reject }));
    this.worker.postMessage({ boot: Engine.module ? { module: Engine.module } : { packed: Engine.packed } });
    return this.ready;
  }

  heard(data) {
    if (data.ready) {
      Engine.module ??= data.module;
      this.isReady();
      return;
    }
    if (data.broken) {
      this.broken(data.broken);
      return;
    }
    const job = this.jobs[0];
    if (job?.id !== data.id) return;
    if (data.progress) {
      job.onProgress?.(data.progress);
      return;
    }
    this.jobs.shift();
    if (data.failure) job.reject(new Failure(data.failure));
    else job.resolve(data.result);
    this.begin();
  }

  broken(message) {
    this.isBroken(new Failure({ kind: "noEngine", message }));
    this.stop("noEngine", message);
  }

  /** Adds `job` to the queue. `files` has the files that `request` names, by key. */
  run(job, request, files = {}, onProgress = null) {
    return new Promise((resolve, reject) => {
      this.jobs.push({ id: this.next++, message: { job, request, files }, onProgress, resolve, reject });
      if (this.jobs.length === 1) this.begin();
    });
  }

  begin() {
    const job = this.jobs[0];
    if (!job) return;
    this.start().then(() => {
      if (this.jobs[0] === job) this.worker.postMessage({ id: job.id, ...job.message });
    }, () => {});
  }

  /** Terminates the worker and all its jobs. */
  stop(kind = "cancelled", message = "") {
    this.worker?.terminate();
    this.worker = null;
    for (const job of this.jobs.splice(0)) job.reject(new Failure({ kind, message }));
  }
}
